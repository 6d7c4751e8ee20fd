<#if findings.mistakes??>
<#assign m = findings.mistakes seeds = m.series.runs?size>
## What the best model gets wrong

The best is `${m.series.name()}`: ${f.sample(m.series.finalTestAccuracy())}. <#if !m.images?has_content>It gets no test image wrong.<#elseif seeds gt 1>${f.count(m.images?size, "test image")} <#if m.images?size == 1>is<#else>are</#if> wrong in one of its ${seeds} seeds or more, ${f.count(m.byAll())} in all of them.<#else>It gets ${f.count(m.images?size, "test image")} wrong.</#if>

<#if digits??>
<@w.picture "mistakes" "Misclassified test digits" />

Label → prediction, and <#if seeds gt 1>how many seeds get the digit wrong: those of most seeds<#else>the probability that the model gives its prediction: the surest mistakes</#if> first.

</#if>
</#if>
