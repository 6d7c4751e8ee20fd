<#assign gains = {"annealing": "over linear annealing", "dropout": "without dropout", "smoothing": "with label smoothing", "regularization": "with augmentation", "boost": "over Model 3", "schedule": "over `model-1-constant-rate`"}>
<#assign sentences = {
"literal": "*As written*: the note's recipe, without momentum and augmentation, gives its results",
"no-momentum": "*Implied*: the optimizer is `SGD(lr=0.001)`, without momentum",
"no-augmentation": "*Implied*: there is no augmentation (the note mentions none)",
"improvement": "OneCycleLR improves accuracy dramatically, from Model 3 to Models 2 and 1",
"boost": "OneCycleLR gives a boost of 5 %",
"schedule": "*Implied*: the schedule alone gives that boost, at least 4.5 points over a constant rate with momentum",
"annealing": "*Implied*: cosine annealing works better than linear",
"dropout": "Dropout hinders this small model",
"smoothing": "Label smoothing helps",
"regularization": "*Implied*: label smoothing and BatchNorm are sufficient, augmentation adds nothing",
"parameters": "The network has 7,784 parameters",
"expected": "Expect a test accuracy of 99.4 % or more from Model 1"
}>
## What the note claims

| Claim | Found | Verdict |
| --- | --- | --- |
<#list evidence.claims as claim>
| ${sentences[claim.id]} | <@found claim/><#if claim.p??> (*p* ${f.p(claim.p)})</#if> | ${w.claims[claim.verdict]} |
</#list>

<#if evidence.convergence?has_content>
The note's table of convergence:

| | Note | Logs | Our runs | Note vs. logs | Logs vs. our runs |
| --- | --: | --: | --: | --- | --- |
<#list evidence.convergence as c>
<#assign isEpoch = c.threshold gt 0>
| ${f.model(c.model)}, <#if isEpoch>epochs to ${f.whole(c.threshold)}<#else>final test accuracy</#if> | ${isEpoch?then(f.epochs(c.said), f.range(c.said))} | <#list c.logs as log>${isEpoch?then(f.epoch(log), f.percent(log))}<#sep>, </#sep></#list> | ${isEpoch?then(f.epochs(c.runs), f.range(c.runs))} | ${w.agreements[c.noteVsLogs]} | <#if c.logsVsRuns??>${w.agreements[c.logsVsRuns]}<#elseif isEpoch>–<#else>[see above](#the-originals-logs)</#if> |
</#list>

*Note vs. logs*: do the logs agree with the note? For Model 2 the note gives only estimates. *Logs vs. our runs*: are the logs in the range of our runs?

</#if>
<details>
<summary>How a claim is judged</summary>

* A claim is not supported merely because no run contradicts it. *Implied*: not a sentence of the note, but what it leads a reader to believe.
* Differences are between mean final test accuracies, in points, over all seeds of both sides, with their uncorrected 95 % interval; *p* is from Welch's *t*-test for no difference. It is Holm-corrected: for variants of Model 1 over all variants of that model, as in [Ablations](ablations.md); for differences between models over the three of them.
* With *p* below 0.05, a benefit is supported if it is positive and refuted if negative; for “adds nothing” it is the reverse. Otherwise there is no benefit above 0.1 points if the interval ends below 0.1.
* A value is supported if the 95 % interval lies inside the range that rounds to it, refuted if it lies outside, inconclusive otherwise. For 5 % that range is 4.5 to 5.5 points, for the schedule alone 4.5 points or more.
* A recipe is refuted if *p* is below 0.05: that of the log of Model 1 that fits its band better, Holm-corrected over the three recipes.

</details>

<#macro found claim><#compress><#local v = claim.values>
<#if !v?has_content>–<#else>
<#switch claim.id>
<#case "literal"><#case "no-momentum"><#case "no-augmentation">
`${v.series.name()}` ends at ${f.sample(v.series.finalTestAccuracy())} test and ${f.sample(v.series.at(trainAccuracy, v.series.epochs()))} train accuracy; ${v.inside} of ${v.logs} logs stay inside its band
<#break>
<#case "improvement">${f.gain(v.model2)} and ${f.gain(v.model1)} points<#break>
<#case "boost"><#case "schedule"><#if v.isLarger>larger: </#if>${f.gain(v.gain)} points ${gains[claim.id]}<#break>
<#case "annealing"><#case "dropout"><#case "smoothing"><#case "regularization">${f.gain(v.gain)} points ${gains[claim.id]}<#break>
<#case "parameters">${v.counts?map(c -> f.count(c))?join(", ")}, counted in the trained graph<#break>
<#case "expected">95 % interval of the mean: ${f.range(v.mean)}; ${v.reached} of ${f.count(v.runs, "run")} reach 99.4 %<#break>
</#switch>
</#if>
</#compress></#macro>
