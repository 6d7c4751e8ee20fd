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
