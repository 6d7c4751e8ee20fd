<#if findings.mistakes??>
<#assign m = findings.mistakes seeds = m.series.runs?size>
## What `${m.series.name()}` misclassifies

It has the highest mean test accuracy, ${f.sample(m.series.finalTestAccuracy())}. <#if !m.images?has_content>It misclassifies no test image.<#elseif seeds gt 1>${f.count(m.images?size, "test image")} <#if m.images?size == 1>is<#else>are</#if> misclassified by at least one of its ${seeds} runs, ${f.count(m.byAll())} by all of them.<#else>It misclassifies ${f.count(m.images?size, "test image")}.</#if>

<#if digits??>
<@w.picture "mistakes" "Misclassified test digits" />

Below each digit: label → prediction, and <#if seeds gt 1>the number of runs that misclassify it<#else>the probability of the prediction</#if>; most first.

</#if>
</#if>
