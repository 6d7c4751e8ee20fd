<#-- Words for values, and pieces that pages share. -->
<#assign figures = {"TRAIN_ACCURACY": "train accuracy", "TEST_ACCURACY": "test accuracy", "TRAIN_LOSS": "train loss", "TEST_LOSS": "test loss"}>
<#assign verdicts = {"SUPPORTED": "**supported**", "SUPPORTED_IN_PART": "supported in part", "REFUTED": "**refuted**", "INCONCLUSIVE": "inconclusive", "NEEDS_SEEDS": "needs 3 seeds", "NOT_MEASURED": "not measured"}>
<#assign reproduced = {"SUPPORTED": "reproduced", "SUPPORTED_IN_PART": "reproduced in part", "INCONCLUSIVE": "no difference found", "REFUTED": "not reproduced", "NEEDS_SEEDS": "it takes 3 seeds to say whether it is reproduced"}>
<#macro picture file alt>
<img src="charts/${file?url}.svg" alt="${alt}" width="640">
</#macro>
<#-- The finals of some runs, each if they are few. -->
<#function logs courses><#return courses?map(c -> f.percent(c.finalTestAccuracy()))?join(", ")></#function>
<#-- Where a course leaves a band. -->
<#function outside check>
<#if check.isInside()><#return "inside"></#if>
<#local parts = []>
<#list figures as figure, words>
<#local epochs = check.outside?filter(o -> o.figure == figure)>
<#if epochs?has_content><#local parts += [words + ": epoch" + (epochs?size gt 1)?then("s", "") + " " + epochs?map(o -> o.epoch + o.above?then(" (above)", " (below)"))?join(", ")]></#if>
</#list>
<#return parts?join("; ")>
</#function>
<#-- The answer: the models' final test accuracies, and a paragraph on how sure they are. -->
<#macro answer reproductions>
| Test accuracy after epoch 20 | Original | PyTorch | Tiny MNIST | |
| --- | --: | --: | --: | --- |
<#list reproductions as r>
| ${f.model(r.model)} | ${logs(r.logs)} | <#if r.pytorch?has_content>${f.sample(r.pytorchAt(testAccuracy, 20))}<#else>–</#if> | **${f.sample(r.series.finalTestAccuracy())}** | ${reproduced[r.verdict()]} |
</#list>
</#macro>
<#macro certainty reproductions>
<#local count = 0 ours = 0 theirs = 0 tests = 0 differ = 0 equivalent = [] open = []>
<#list reproductions as r>
<#local count += r.logs?size ours += r.checks()?filter(c -> c.isInside())?size theirs += r.pytorchChecks()?filter(c -> c.isInside())?size tests += r.distributions()?size differ += r.differences()>
<#if r.equivalence()?? && r.equivalence().isShown()><#local equivalent += [f.model(r.model)]><#else><#local open += [f.model(r.model)]></#if>
</#list>
${ours} of ${f.count(count, "log")} of the original lie wholly within the 95 % band of Tiny MNIST's runs, ${theirs} within that of PyTorch's.<#if tests != 0> ${differ} of ${f.count(tests, "test")} find Tiny MNIST's last losses and accuracies distributed otherwise than PyTorch's.</#if> The mean accuracies are <#if equivalent?has_content>shown to be equivalent for ${equivalent?join(" and ")}<#if open?has_content>, not for ${open?join(" and ")}</#if><#else>not shown to be equivalent for any model</#if>.
</#macro>
