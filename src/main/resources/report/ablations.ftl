<#import "words.ftl" as w>
# Ablations

How each variant changes an experiment's final test accuracy. *Difference*: of the means over all seeds, in points, with its uncorrected 95 % interval. *p*: Welch's *t*-test for no difference, Holm-corrected over all variants of the experiment. *Result*: better or worse if *p* is below 0.05. [Back to the report](report.md)

<#list groups as group>
<#assign base = group[0].base>
## ${f.md(base.experiment.title)}

<@w.picture "variants-of-" + base.name() "Final test accuracies of the variants" />

<#if group?is_first>Small dots: seeds. Large dots: means with 95 % intervals. Dotted line: the mean of the first row.
</#if>

| | Seeds | Test accuracy | Train accuracy | Difference | *p* | Result |
| --- | --: | --: | --: | --: | --: | --- |
| `${base.name()}` | ${base.runs?size} | ${f.sample(base.finalTestAccuracy())} | ${f.sample(base.at(trainAccuracy, base.epochs()))} | | | |
<#list group as c>
| `${c.series.name()}` | ${c.series.runs?size} | ${f.sample(c.series.finalTestAccuracy())} | ${f.sample(c.series.at(trainAccuracy, base.epochs()))} | <#if c.difference??>${f.gain(c.difference)} | ${f.p(c.p)}<#else>– | –</#if> | ${w.effects[c.effect()]} |
</#list>

<#list group as c>
* `${c.series.name()}`: ${f.md(c.series.experiment.title)}. ${f.md(c.series.experiment.description)}
</#list>

</#list>
