## Epoch by epoch

<#list findings.entries as entry>
<#assign s = entry.series several = s.runs?size gt 1 shown = (evidence??)?then([], entry.reference???then([entry.reference!], []))>
<details>
<summary>${f.html(s.experiment.title)}</summary>

`${s.name()}`<#if s.experiment.description?has_content>: ${f.md(s.experiment.description)}</#if>

| Seed | Final test accuracy | Final train accuracy |
| --: | --: | --: |
<#list s.runs as run>
<#if run?index lt 100>
| ${run.seed()} | ${f.percent(run.last().testAccuracy)} | ${f.percent(run.last().trainAccuracy)} |
</#if>
</#list>
<#if s.runs?size gt 100>

Of ${f.count(s.runs?size)} seeds the first 100 are shown; all are in [study.csv](study.csv).
</#if>

| Epoch |<#list metrics as metric> ${w.metrics[metric]}<#if metric.isAccuracy()> %</#if> |<#list entry.logs as log> ${log.name} |</#list><#list shown as reference> reference |</#list></#list>
| --: |<#list metrics as metric> --: |<#list entry.logs as log> --: |</#list><#list shown as reference> --: |</#list></#list>
<#list 1..s.epochs() as epoch>
<#if epoch lte 50 || epoch == s.epochs()>
| ${epoch} |<#list metrics as metric> ${f.value(metric, s.at(metric, epoch).mean)} |<#list entry.logs as log> ${f.value(metric, log.at(metric, epoch))} |</#list><#list shown as reference> ${f.value(metric, reference.at(metric, epoch).mean)} |</#list></#list>
</#if>
</#list>

<#if several>Values are means over the seeds.</#if><#if entry.logs?has_content> Columns named after a log are the original's.</#if><#if s.epochs() gt 50> The first 50 epochs and the last one are shown; all are in each run's `metrics.csv`.</#if>

</details>

</#list>
