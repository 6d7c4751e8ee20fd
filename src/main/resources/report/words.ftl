<#-- Words for values, and pieces that pages share. -->
<#assign metrics = {"TRAIN_ACCURACY": "train accuracy", "TEST_ACCURACY": "test accuracy", "TRAIN_LOSS": "train loss", "TEST_LOSS": "test loss"}>
<#assign reproduced = {"REPRODUCED": "reproduced", "IN_PART": "reproduced in part", "INCONCLUSIVE": "inconclusive", "NOT_REPRODUCED": "not reproduced", "NEEDS_SEEDS": "needs 3 runs"}>
<#assign claims = {"SUPPORTED": "**supported**", "REFUTED": "**refuted**", "NO_BENEFIT": "no benefit above 0.1 points", "INCONCLUSIVE": "inconclusive", "NEEDS_SEEDS": "needs 3 seeds", "NOT_MEASURED": "not measured"}>
<#assign effects = {"BETTER": "**better**", "WORSE": "**worse**", "NEGLIGIBLE": "differs by less than 0.1 points", "INCONCLUSIVE": "inconclusive", "NEEDS_SEEDS": "needs 3 seeds"}>
<#assign agreements = {"ALL": "yes", "SOME": "in part", "NONE": "**no**"}>
<#macro picture file alt folder="charts/">
<img src="${folder}${file?url}.svg" alt="${alt}" width="640">
</#macro>
<#-- The final test accuracies of some runs. -->
<#function finals curves><#return curves?map(c -> f.percent(c.finalTestAccuracy()))?join(", ")></#function>
<#-- Where a training curve leaves a band. -->
<#function outside check>
<#if check.isInside()><#return "inside"></#if>
<#local parts = []>
<#list metrics as metric, words>
<#local epochs = check.outside?filter(o -> o.metric == metric)>
<#if epochs?size gt 6>
<#local parts += ["${words}: ${epochs?size} epochs"]>
<#elseif epochs?has_content>
<#local parts += [words + ": epoch" + (epochs?size gt 1)?then("s", "") + " " + epochs?map(o -> o.epoch + o.above?then(" (above)", " (below)"))?join(", ")]>
</#if>
</#list>
<#return "outside: " + parts?join("; ")>
</#function>
<#function names recipes><#return f.list(recipes?map(r -> "`" + r.series.name() + "`"))></#function>
<#-- How many of the planned pairs there are. -->
<#function count pairs><#return pairs.isComplete()?then(f.count(pairs.pairs?size, "pair"), "${pairs.pairs?size} of ${pairs.plan.pairs()} planned pairs")></#function>
<#-- The first screen of the reference's report and of README. -->
<#macro screen evidence folder>
*The note* is the README of a public PyTorch repository. It trains one convolutional network of 7,784 parameters on MNIST in three ways: Model 3 with plain SGD, Model 2 with OneCycleLR and dropout, Model 1 with OneCycleLR and no dropout. *The original's logs* are the five complete training curves in that repository's notebooks. They also show what the note does not mention: the training images were augmented, and OneCycleLR cycled the momentum. Tiny MNIST trains the three models in Java, with TensorFlow. *The control group* trains them in PyTorch, in pairs: the run of a seed starts with the same initial weights and takes the images in the same order in both programs.

<#list evidence.reproductions as r>
<@answer r/>

</#list>
| Test accuracy after epoch 20 | Original | Tiny MNIST | Tiny MNIST − PyTorch, in points | |
| --- | --: | --: | --: | --- |
<#list evidence.reproductions as r>
| ${f.model(r.model)} | ${finals(r.logs)} | **${f.sample(r.series.finalTestAccuracy())}** | <#if r.equivalence()??>${f.within(r.equivalence().difference, r.equivalence().interval)}<#else>–</#if> | ${reproduced[r.verdict()]} |
</#list>

*Original* lists every original run whose log is known. Our runs are given as mean ± standard deviation. The difference is the mean over the pairs, with its 90 % interval.<#if evidence.reproductions?filter(r -> r.verdict() == "INCONCLUSIVE")?has_content> *Inconclusive*: the logs fit, but equivalence to PyTorch is not shown.</#if><#if !evidence.isComplete()> **The control group is not complete**: <#list evidence.reproductions?filter(r -> r.control()??) as r>${r.control().pairs?size} of ${r.control().plan.pairs()} planned pairs of ${f.model(r.model)}<#sep>, </#sep></#list>.</#if>

<@picture "test-accuracy" "Test accuracy of each model by epoch, beside the original's" folder/>

The axis is logarithmic in the error rate: 90 %, 99 % and 99.9 % are equally far apart. Shaded: the range of our runs.
</#macro>
<#-- Whether a model is reproduced: the answer, why, and the caveat that matters most. -->
<#macro answer r>
<#local runs = r.series.runs?size fitting = r.logs?size - r.misfits()?size>
**${f.model(r.model)}: ${reproduced[r.verdict()]}.** <#if r.checks?has_content><#if fitting == r.logs?size><#if fitting == 1>The original run looks<#else>${(fitting == 2)?then("Both", "All ${fitting}")} original runs look</#if> like one more of our ${runs} runs, at every epoch<#else>${fitting} of ${f.count(r.logs?size, "original run")} look<#if fitting == 1>s</#if> like one more of our ${runs} runs<#list r.misfits() as m>; “${m.curve.curve.name}” <#if m.endsAsExpected()>leaves the range of our training curves<#else>ended at ${f.percent(m.curve.curve.finalTestAccuracy())}, <#if m.below == 0>lower than all of ours<#else>higher than ${(m.below == runs)?then("all", m.below)} of ours</#if></#if></#list></#if>. <#if r.control()??><#local pairs = r.control()><#if r.equivalence()??><#local e = r.equivalence()><#if e.isShown()>In PyTorch the same runs end within ${f.hundredths(e.margin)} points of ours on average<#elseif e.isRefuted()>In PyTorch the same runs end more than ${f.hundredths(e.margin)} points ${(e.difference gt 0)?then("lower", "higher")} on average<#else>Whether the same runs in PyTorch end within ${f.hundredths(e.margin)} points of ours on average is not shown</#if> (${count(pairs)})<#else>There are too few pairs to compare with PyTorch (${count(pairs)})</#if>. </#if><#list r.questions()?filter(q -> q.difference()?? && q.difference().isNot0()) as q>Over epochs ${q.plan.firstEpoch} to ${q.plan.lastEpoch}, Tiny MNIST is ${f.points(q.difference().mean)} points from PyTorch on average. </#list><#if r.alternatives()?has_content>Caveat: the log<#if r.logs?size gt 1>s</#if> do<#if r.logs?size == 1>es</#if> not exclude ${names(r.alternatives())}<#if accuracyRange(r) gt 0.01>, because runs of one recipe end up to ${f.hundredths(accuracyRange(r))} points apart</#if>.</#if><#else>${f.count(runs, "run")} cannot show it.</#if>
</#macro>
<#function accuracyRange r><#return r.series.finalTestAccuracy().high - r.series.finalTestAccuracy().low></#function>
