<#assign gains = {"dropout": "without dropout", "smoothing": "with label smoothing", "regularization": "with augmentation"}>
<#assign sentences = {
"literal": "*As written*: the recipe as the note gives it, no momentum and no augmentation, gives its figures",
"no-momentum": "The optimizer is `SGD(lr=0.001)`: there is no momentum",
"no-augmentation": "Augmentation is not mentioned: there is none",
"improvement": "OneCycleLR improves accuracy dramatically, from Model 3 to Models 2 and 1",
"boost": "OneCycleLR gives a boost of 5 %",
"schedule": "That boost is the schedule's: Model 1 has it over a constant rate and momentum too",
"faster": "OneCycleLR makes convergence faster",
"annealing": "Cosine annealing works well: better than linear",
"reaches-99": "Model 1 reaches 99 % test accuracy by epoch 4",
"stays-above-99": "Model 1 stays above 99 % from epoch 6 on",
"dropout": "Dropout hinders this small model",
"smoothing": "Label smoothing helps",
"regularization": "Label smoothing and BatchNorm are regularization enough: augmentation adds nothing",
"parameters": "The network has 7,784 parameters",
"expected": "Model 1: expect 99.4 % test accuracy or more"
}>
<#if isReference || findings.decidesClaims()>
## What the note claims

| The note | Found | Verdict |
| --- | --- | --- |
<#list findings.claims as claim>
| ${sentences[claim.id]} | <@evidence claim/><#if claim.p??> (*p* ${f.p(claim.p)})</#if> | ${w.verdicts[claim.verdict]} |
</#list>

<#if findings.convergence?has_content>
The note's table of convergence, beside the logs of what was run and the runs here:

| | The note says | The logs show | Runs here | Said of the logs | The logs, here |
| --- | --: | --: | --: | --- | --- |
<#list findings.convergence as c>
<#assign isEpoch = c.threshold gt 0>
| ${f.model(c.model)}, <#if isEpoch>epochs to ${f.whole(c.threshold)}<#else>final test accuracy</#if> | ${isEpoch?then(f.epochs(c.said), f.range(c.said))} | <#list c.logs as log>${isEpoch?then(f.epoch(log), f.percent(log))}<#sep>, </#sep></#list> | ${isEpoch?then(f.epochs(c.runs), f.range(c.runs))} | ${w.verdicts[c.saidOfLogs]} | ${w.verdicts[c.logsOfRuns]} |
</#list>

*Said of the logs*: whether what the note says is true of what was run, which it leaves out of Model 2 altogether ("estimated"). *The logs, here*: whether what was run is within what the runs here do.

</#if>
<details>
<summary>How a verdict is found</summary>

* Two experiments differ if Student's *t*-test of their final test accuracies, paired by seed, finds it. Brackets hold the 95 % interval of the mean difference, in points.
* A recipe gives the original's logs if their courses, 20 epochs of four figures, lie in the simultaneous 95 % band of one more run of it: refuted if none does.
* All *p*-values of this table are corrected by Holm for how many there are; under 0.05 something counts as found. A difference whose interval holds 0 and lies within 0.1 points of it counts as none; anything else is inconclusive.
* The boost is supported if its interval meets 4.5 to 5.5 points, which round to 5, and in part if there is another one. It is the schedule's if a constant rate and momentum cost 4.5 points or more, refuted if they cost less.
* What happens in one epoch or another is counted: supported if all runs do it, refuted if none does, in part otherwise.
* Faster in part means that the slowest run is ahead of the fastest that it is compared with; supported takes half the epochs.
* All runs are tested on the same images: what is said holds for this test set. To find a difference of 0.1 points takes ten seeds and more, of 0.05 about 40: what is smaller stays inconclusive.

</details>

</#if>
<#macro evidence claim><#compress><#assign v = claim.values>
<#if claim.verdict == "NOT_MEASURED">–<#elseif claim.verdict == "NEEDS_SEEDS" && !v?has_content>–<#else>
<#switch claim.id>
<#case "literal"><#case "no-momentum"><#case "no-augmentation">
<#assign s = v.series>`${s.name()}` ends at ${f.sample(s.finalTestAccuracy())} test and ${f.sample(s.at(trainAccuracy, s.epochs()))} train accuracy<#if v.checks??>; ${v.checks?filter(c -> c.isInside())?size} of ${v.checks?size} logs lie in its band</#if>
<#break>
<#case "improvement">${f.gain(v.model2)} and ${f.gain(v.model1)} points<#break>
<#case "boost">${f.gain(v.gain)} points over Model 3<#break>
<#case "schedule">${f.gain(v.gain)} points over `model-1-constant-rate`<#break>
<#case "faster">epochs to 90 %: ${f.epochs(v.model1)} and ${f.epochs(v.model2)} against ${f.epochs(v.model3)}<#break>
<#case "reaches-99"><#case "stays-above-99">${v.holding} of ${f.count(v.runs, "run")}; ${v.holdingLogs} of ${v.logs} logs<#break>
<#case "annealing">${f.gain(v.gain)} points over linear annealing<#break>
<#case "dropout"><#case "smoothing"><#case "regularization">${f.gain(v.gain)} points ${gains[claim.id]}<#break>
<#case "parameters">${v.counts?map(c -> f.count(c))?join(", ")}, counted in the trained graph<#break>
<#case "expected">${f.sample(v.accuracy)}; reached by ${v.holding} of ${f.count(v.runs, "run")}<#break>
</#switch>
</#if>
</#compress></#macro>
