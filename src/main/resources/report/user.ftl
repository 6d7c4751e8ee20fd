<#import "words.ftl" as w>
# Tiny MNIST: your runs

<#list findings.entries as entry>
<@yours entry/>

</#list>
<#assign known = findings.entries?filter(e -> e.reference??)>
| Final test accuracy | Epochs | Yours |<#if known?has_content> Reference | 95 % prediction interval |</#if> Original |
| --- | --: | --: |<#if known?has_content> --: | --: |</#if> --: |
<#list findings.entries as entry>
| ${f.md(entry.series.experiment.title)} | ${entry.series.epochs()} | **${f.sample(entry.series.finalTestAccuracy())}** |<#if known?has_content> <#if entry.reference??>${f.sample(entry.reference.finalTestAccuracy())} | ${f.range(entry.reference.prediction())}<#else>– | –</#if> |</#if> <@original entry/> |
</#list>

Several runs are given as mean ± standard deviation.<#if known?has_content> *Reference*: the project's own runs, which come with the program; 95 of 100 further runs are expected to end in the prediction interval.</#if> *Original*: the runs of the published note. <#if reference??>[The reference's report](${reference})<#else>The reference's report, `results/reference/report.md` in the project,</#if> says whether the note is reproduced and which of its claims hold.

<#if testChart??>
<@w.picture "test-accuracy" "Test accuracy by epoch" />

<#if testChart.has("band")>
Shaded: the range of the ${known?has_content?then("reference's", "")} runs.
</#if>

</#if>
<#if pages?has_content>
More pages: <#list pages as title, file>[${title}](${file})<#sep> · </#sep></#list>.

</#if>
<#list findings.entries?filter(e -> e.positions?has_content) as entry>
<#if entry?is_first>
## Your runs among the reference's

| Run | Final test accuracy | *p* | | Training curve in the reference's 95 % band | Processor |
| --- | --: | --: | --- | --- | --- |
</#if>
<#list entry.positions as p>
| `${entry.series.name()}`, seed ${p.run.seed()} | ${f.percent(p.run.last().testAccuracy)} | ${f.p(p.p)} | ${p.endsElsewhere()?then("unusually " + p.isLow()?then("low", "high"), "as expected")} | ${w.outside(p.curve)} | ${f.md(p.run.record.hardware.processor)} |
</#list>
<#if entry?is_last>

*p* is the chance that one more run of the reference ends as far from its mean. A run is unusual if its final test accuracy is outside the prediction interval or its training curve leaves the band. About one normal run in twenty is unusual by the first rule, and at most one in twenty by the second.

</#if>
</#list>
<#include "epochs.ftl">
<#include "mistakes.ftl">
<#include "runs.ftl">
<#macro yours entry>
<#local s = entry.series accuracy = s.finalTestAccuracy() name = f.md(s.experiment.title) ended = "${f.sample(accuracy)} test accuracy">
<#if entry.model??><#local name = f.model(entry.model)></#if>
<#local text><#switch entry.compared>
<#case "YES">
<#local odd = entry.unusual()?size>
**${name}: <#if odd == 0>as expected<#elseif accuracy.size == 1>unusual<#else>${odd} of ${accuracy.size} runs unusual</#if>.** ${ended}; one more run of the reference is expected to end at ${f.range(entry.reference.prediction())}<#if odd gt 0 && !entry.unusual()?filter(p -> p.endsElsewhere())?has_content>. The accuracy is normal, but the training curve is not</#if>.
<#break>
<#case "OTHER_LENGTH">
**${name}:** ${ended} after ${f.count(s.epochs(), "epoch")}. Not compared: the reference's runs have 20 epochs.
<#break>
<#case "OTHER_DATA">
**${name}:** ${ended}. Not compared: the data is not MNIST.
<#break>
<#case "VALIDATION">
**${name}:** ${f.sample(accuracy)} accuracy on ${f.count(s.experiment.validation)} held-out training images. Not compared: the reference's runs are measured on the test images.
<#break>
<#case "OTHER_RECIPE">
**${name}:** ${ended}. Not compared: this is not the reference's recipe.
<#break>
<#default>
**${name}:** ${ended} after ${f.count(s.epochs(), "epoch")}. The reference has no runs to compare it with.
</#switch></#local>
${text?trim}
</#macro>
<#macro original entry><#compress>
<#if entry.logs?has_content>${w.finals(entry.logs)}<#elseif entry.said??>${f.range(entry.said)}<#else>–</#if>
</#compress></#macro>
