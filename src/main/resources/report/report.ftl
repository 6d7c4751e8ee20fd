<#import "words.ftl" as w>
<#assign reproductions = findings.reproductions()>
<#if isReference>
# Tiny MNIST: the reference

<#list reproductions as r>
<@reproduced r/>

</#list>
<@w.answer reproductions/>
<#else>
# Tiny MNIST: your runs

<#list findings.entries as entry>
<@yours entry/>

</#list>
<#assign known = findings.entries?filter(e -> e.reference??)>
| Final test accuracy | Epochs | Original |<#if known?has_content> Reference | One more run of it |</#if> Yours |
| --- | --: | --: |<#if known?has_content> --: | --: |</#if> --: |
<#list findings.entries as entry>
| ${f.md(entry.series.experiment.title)} | ${entry.series.epochs()} | <@original entry/> |<#if known?has_content> <#if entry.reference??>${f.sample(entry.reference.finalTestAccuracy())} | <#if entry.reference.finalTestAccuracy().isEnough()>${f.range(entry.reference.finalTestAccuracy().ofOneMore())}<#else>–</#if><#else>– | –</#if> |</#if> **${f.sample(entry.series.finalTestAccuracy())}** |
</#list>
</#if>

Several seeds are given as mean ± standard deviation.<#if isReference || reproductions?has_content> The original is every run of it that there is a log of.</#if><#if !isReference && known?has_content> *One more run* is the range in which 95 of 100 further runs of the reference are to be expected.</#if>

<#if testChart??>
<@w.picture "test-accuracy" "Test accuracy by epoch" />

The axis is logarithmic in the error rate: 90 %, 99 % and 99.9 % are equally far apart.<#if testChart.has("band")> Shaded: from the lowest to the highest of ${(isReference || !known?has_content)?then("the seeds", "the reference's seeds")}.</#if>

</#if>
<#list ["[Ablations](ablations.md)", "[Speed](speed.md)", "[Other runtimes](runtimes.md)"]?filter(l -> (l?contains("ablations") && hasAblations) || (l?contains("speed") && hasSpeed) || (l?contains("runtimes") && hasRuntimes)) as link><#if link?is_first>More pages: </#if>${link}<#sep> · </#sep><#if link?is_last>.

</#if></#list>
<#if !isReference>
<#list findings.entries?filter(e -> e.positions?has_content && e.reference.finalTestAccuracy().isEnough()) as entry>
<#if entry?is_first>
## Your runs among the reference's

| Run | Final test accuracy | Among the reference's runs | Machine |
| --- | --: | --- | --- |
</#if>
<#list entry.positions as p>
| `${entry.series.name()}`, seed ${p.run.seed()} | ${f.percent(p.accuracy())} | <@place p/> | ${f.md(p.run.record.hardware.processor)} |
</#list>
<#if entry?is_last>

Of runs that are as they should be, one in twenty is still called unusual.
<#if findings.referenceProcessors?has_content>
The reference was made on ${findings.referenceProcessors?map(p -> f.md(p))?join(", ")}. Another processor gives other bits, and the same distribution.
</#if>

</#if>
</#list>
</#if>
<#if reproductions?filter(r -> r.band??)?has_content>
## How sure that is

<#if isReference>
<@w.certainty reproductions/>

</#if>
<#assign controlled = reproductions?filter(r -> r.equivalence()??)>
<#if controlled?has_content>
Is Tiny MNIST the same experiment as PyTorch's? Two one-sided tests ask whether the mean final accuracies are equal but for a margin; they are if the 90 % interval lies within it. Kolmogorov-Smirnov tests ask whether the runs' last figures are distributed otherwise; a *p*-value under 0.05 says so.

| | Runs | Difference in points [90 % interval] | Margin | *p* | Equivalent |<#list w.figures as key, words> ${words} |</#list>
| --- | --: | --: | --: | --: | --- |<#list w.figures as key, words> --: |</#list>
<#list controlled as r>
<#assign e = r.equivalence()>
| ${f.model(r.model)} | ${r.series.runs?size} and ${r.pytorch?size} | ${f.within(e.difference, e.interval)} | ${f.points(e.margin)?remove_beginning("+")} | ${f.p(e.p)} | ${e.isShown()?then("**yes**", "not shown")} |<#list r.distributions()?values as p> ${f.p(p)} |</#list>
</#list>

The last four columns are the *p*-values of the Kolmogorov-Smirnov tests, corrected by Holm for the four of a model.

</#if>
Are the original's runs such as ours? Each log is held against the simultaneous 95 % band of one more run: 20 epochs of four figures. *p* is at most the probability that any value of one more run strays as far.

| Log | Final test accuracy | One more run | The log's course in the band of ${isReference?then("our", "your")} runs | *p* |<#if controlled?has_content> In PyTorch's band | *p* |</#if>
| --- | --: | --: | --- | --: |<#if controlled?has_content> --- | --: |</#if>
<#list reproductions as r>
<#list r.checks() as check>
| ${f.model(r.model)}, ${check.course.name} | ${f.percent(check.course.finalTestAccuracy())} | ${f.range(r.series.finalTestAccuracy().ofOneMore())} | ${w.outside(check)} | ${f.p(check.p)} |<#if controlled?has_content><#if r.pytorchChecks()?has_content><#assign other = r.pytorchChecks()[check?index]> ${w.outside(other)} | ${f.p(other.p)} |<#else> – | – |</#if></#if>
</#list>
</#list>

<#if trainChart??>
<details>
<summary>Train accuracy by epoch</summary>

<@w.picture "train-accuracy" "Train accuracy by epoch" />

</details>

</#if>
</#if>
<#include "epochs.ftl">
<#include "mistakes.ftl">
<#include "claims.ftl">
<#include "runs.ftl">
<#macro reproduced r>
<#assign accuracy = r.series.finalTestAccuracy() checks = r.checks() inside = checks?filter(c -> c.isInside())?size ours = isReference?then("ours", "yours")>
**${f.model(r.model)}: ${w.reproduced[r.verdict()]}.** ${f.count(accuracy.size, "run")} end<#if accuracy.size == 1>s</#if> at ${f.sample(accuracy)} test accuracy, the original's at ${w.logs(r.logs)}.<#if checks?has_content> <#if inside == checks?size>Every log's course lies<#elseif inside == 0>No log's course lies<#else>The courses of ${inside} of ${checks?size} logs lie</#if> wholly within the 95 % band of ${ours}<#if r.equivalence()??><#assign e = r.equivalence()>; PyTorch's mean is <#if !e.isShown()>not shown to be </#if>within ${f.points(e.margin)?remove_beginning("+")} points of it (*p* ${f.p(e.p)})<#else>; there are too few runs in PyTorch to compare with</#if>.</#if>
</#macro>
<#macro yours entry>
<#assign s = entry.series accuracy = s.finalTestAccuracy() enough = entry.reference?? && entry.reference.finalTestAccuracy().isEnough() odd = enough?then(entry.positions?filter(p -> !p.isExpected()), [])>
<#assign name = entry.reproduction???then(f.model((entry.reproduction.model)!""), f.md(s.experiment.title))>
<#switch entry.comparison>
<#case "YES">
<#if enough>
<#if odd?has_content>
**${name}: ${(accuracy.size == 1)?then("", odd?size + " of " + accuracy.size + " runs ")}unusual.** ${f.sample(accuracy)} test accuracy; of the reference, 95 of 100 runs end at ${f.range(entry.reference.finalTestAccuracy().ofOneMore())}.
<#else>
**${name}: as expected.** ${f.sample(accuracy)} test accuracy; of the reference, 95 of 100 runs end at ${f.range(entry.reference.finalTestAccuracy().ofOneMore())}.
</#if>
<#elseif entry.reproduction??>
<@reproduced entry.reproduction/>
<#else>
**${name}:** ${f.sample(accuracy)} test accuracy.
</#if>
<#break>
<#case "OTHER_LENGTH">
**${name}:** ${f.sample(accuracy)} test accuracy after ${f.count(s.epochs(), "epoch")}. That is not compared: the original and the reference are runs of 20 epochs.
<#break>
<#case "OTHER_DATA">
**${name}:** ${f.sample(accuracy)} test accuracy on other data than MNIST, which is not compared.
<#break>
<#case "VALIDATION">
**${name}:** ${f.sample(accuracy)} accuracy on ${f.count(s.experiment.validation)} held-out training images, which is not compared.
<#break>
<#case "OTHER_RECIPE">
**${name}:** ${f.sample(accuracy)} test accuracy. The reference's experiment of this name has other settings: it is not compared.
<#break>
<#default>
**${name}:** ${f.sample(accuracy)} test accuracy.
</#switch>
</#macro>
<#macro original entry><#compress>
<#if entry.reproduction??>${w.logs(entry.reproduction.logs)}<#elseif entry.said??>${f.range(entry.said)}<#else>–</#if>
</#compress></#macro>
<#macro place p><#compress>
<#if p.isExpected()>as expected<#else>unusually ${p.isLow()?then("low", "high")}: ${f.oneIn(p.tail())}</#if>
</#compress></#macro>
