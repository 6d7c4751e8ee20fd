## Epoch by epoch

<#list findings.entries as entry>
<#assign s = entry.series>
<details>
<summary>${f.md(s.experiment.title)}</summary>

`${s.name()}`<#if s.experiment.description?has_content>: ${f.md(s.experiment.description)}</#if>

| Seed | Final test accuracy | Final train accuracy | Time |
| --: | --: | --: | --: |
<#list s.runs as run>
<#if run?index lt 100>
| ${run.seed()} | ${f.percent(run.last().testAccuracy)} | ${f.percent(run.last().trainAccuracy)} | ${f.duration(run.record.seconds())} |
</#if>
</#list>
<#if s.runs?size gt 100>

Of ${f.count(s.runs?size)} seeds the first 100 are shown; all are in [study.csv](study.csv).
</#if>

<#assign several = s.runs?size gt 1 r = entry.reproduction!"" compared = entry.reproduction??>
| Epoch |<#list w.figures as key, words> ${words}<#if key?contains("ACCURACY")> %</#if> |<#if compared><#list r.logs as log> ${log.name} |</#list><#if r.pytorch?has_content> PyTorch |</#if></#if></#list>
| --: |<#list w.figures as key, words> --: |<#if compared><#list r.logs as log> --: |</#list><#if r.pytorch?has_content> --: |</#if></#if></#list>
<#list 1..s.epochs() as epoch>
<#if epoch lte 50 || epoch == s.epochs()>
| ${epoch} |<#list figureValues as figure> ${f.figure(figure, s.at(figure, epoch).mean)} |<#if compared><#list r.logs as log> ${f.figure(figure, log.at(figure, epoch))} |</#list><#if r.pytorch?has_content> ${f.figure(figure, r.pytorchAt(figure, epoch).mean)} |</#if></#if></#list>
</#if>
</#list>

<#if several>The figures here are means over the seeds<#if compared && r.pytorch?has_content>, as are PyTorch's</#if>. </#if><#if compared>The columns that are named like a log are the original's.</#if><#if s.epochs() gt 50> The first 50 epochs and the last are shown; all are in each run's metrics.csv.</#if>

</details>

</#list>
