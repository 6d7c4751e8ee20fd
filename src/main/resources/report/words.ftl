<#-- Words for values, and pieces that pages share. -->
<#assign metrics = {"TRAIN_ACCURACY": "train accuracy", "TEST_ACCURACY": "test accuracy", "TRAIN_LOSS": "train loss", "TEST_LOSS": "test loss"}>
<#assign reproduced = {"REPRODUCED": "reproduced", "DIFFERS_FROM_PYTORCH": "logs fit, but PyTorch differs", "IN_PART": "logs fit in part", "INCONCLUSIVE": "logs fit, control group incomplete", "NOT_REPRODUCED": "not reproduced", "NEEDS_SEEDS": "needs 3 runs"}>
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
<#function joined all>
<#return (all?size gt 1)?then(all[0..<(all?size - 1)]?join(", ") + " and " + all?last, all?join(""))>
</#function>
<#-- How many of the planned pairs there are. -->
<#function count pairs><#return pairs.isComplete()?then(f.count(pairs.pairs?size, "pair"), "${pairs.pairs?size} of ${pairs.plan.pairs()} planned pairs")></#function>
<#-- The verdict on a model, in words. -->
<#function verdict r><#return (r.verdict() == "INCONCLUSIVE" && r.control()?? && r.control().isComplete())?then("logs fit, equivalence to PyTorch not shown", reproduced[r.verdict()])></#function>
<#-- The first screen of the reference's report and of README. -->
<#macro screen evidence folder>
<#local compared = evidence.reproductions?filter(r -> r.equivalence()??)>
*The note* is the README of the public PyTorch repository [pmgarg/ERA_V4_Session6](https://github.com/pmgarg/ERA_V4_Session6), which trains one convolutional network of 7,784 parameters on MNIST in three ways: with OneCycleLR (Model 1), with OneCycleLR and dropout (Model 2), and with plain SGD (Model 3). Tiny MNIST trains the three models in Java with TensorFlow. It compares its runs with *the original's logs* (the five complete training curves in that repository's notebooks) and with *the control group* (our own PyTorch runs of the same recipe, with the same initial weights and order of images), which tests whether the two programs give the same results. <#if !evidence.isComplete()>**The control group is not complete**: <#list evidence.reproductions?filter(r -> r.control()?? && !r.control().isComplete()) as r>${count(r.control())} of ${f.model(r.model)}<#sep>, </#sep></#list>. A model without all its pairs does not count as reproduced.</#if>

<#list evidence.reproductions as r>
* <@answer r/>
</#list>

| Test accuracy after epoch 20 | Original | Tiny MNIST |<#if compared?has_content> Tiny MNIST − PyTorch, in percentage points |</#if> Verdict |
| --- | --: | --: |<#if compared?has_content> --: |</#if> --- |
<#list evidence.reproductions as r>
| ${f.model(r.model)} | ${finals(r.logs)} | **${f.sample(r.series.finalTestAccuracy())}** |<#if compared?has_content> <#if r.equivalence()??>${f.within(r.equivalence().difference, r.equivalence().interval)}<#else>–</#if> |</#if> ${verdict(r)} |
</#list>

*Original*: every run with a complete log. *Tiny MNIST*: mean ± standard deviation of our runs.<#if compared?has_content> *Tiny MNIST − PyTorch*: mean difference of the pairs<#if !evidence.isComplete()> so far</#if>, with its 90 % interval; the two are equivalent if the interval lies inside the margin.</#if>

<@picture "test-accuracy" "Test accuracy of each model by epoch, for our runs and the original's" folder/>
</#macro>
<#-- Whether a model is reproduced: the verdict, the evidence, the caveat. -->
<#macro answer r>
<#local runs = r.series.runs?size fitting = r.logs?size - r.misfits()?size one = r.logs?size == 1>
<#local text>
**${f.model(r.model)}: ${verdict(r)}.**
<#if r.checks?has_content>
<#if fitting == r.logs?size>${one?then("The original run does not differ", (fitting == 2)?then("Neither original run differs", "None of ${fitting} original runs differs"))} significantly from our ${runs} runs<#else>${r.misfits()?size} of ${f.count(r.logs?size, "original run")} <#if r.misfits()?size == 1>differs<#else>differ</#if> significantly from our ${runs} runs<#list r.misfits() as m>; <#if r.misfits()?size == 1>it<#else>run “${m.curve.curve.name}”</#if> <#if m.endsAsExpected()>leaves the band of our training curves<#else>ended at ${f.percent(m.curve.curve.finalTestAccuracy())}, <#if m.below == 0>lower than all of ours<#else>higher than ${(m.below == runs)?then("all", m.below)} of ours</#if></#if></#list></#if><#if r.alternatives()?has_content>, but <#if accuracyRange(r) gt 0.01>that is weak evidence: our runs differ by up to ${f.hundredths(accuracyRange(r))} points, and </#if>${one?then("its training curve also fits", "their training curves also fit")} ${(r.alternatives()?size gt 1)?then("other recipes", "another recipe")}: ${joined(r.alternatives()?map(a -> "*" + f.md(a.series.experiment.title) + "*"))}</#if>.
<#if r.equivalence()??><#local e = r.equivalence()>
${r.control().isComplete()?then("The", "So far, the")} control group ends ${f.hundredths(e.difference?abs)} points ${(e.difference gt 0)?then("lower", "higher")} on average (${count(r.control())}), ${e.isShown()?then("inside", e.isRefuted()?then("outside", "not shown to be inside"))} the margin of ${f.hundredths(e.margin)} points set in advance.</#if>
<#list r.questions()?filter(q -> q.difference()?? && q.difference().isNot0()) as q>
Over epochs ${q.plan.firstEpoch} to ${q.plan.lastEpoch}, Tiny MNIST − PyTorch is ${f.points(q.difference().mean)} points on average<#if !q.isComplete()>, so far</#if>.
</#list>
<#else>
${f.count(runs, "run")} <#if runs == 1>is<#else>are</#if> too few.
</#if>
</#local>
${text?replace("\\s+", " ", "r")?trim}<#t>
</#macro>
<#function accuracyRange r><#return r.series.finalTestAccuracy().high - r.series.finalTestAccuracy().low></#function>
