<#import "words.ftl" as w>
# Ablations

How the variants of an experiment change its final test accuracy, over all seeds of both. Brackets: the 95 % interval of the difference of the means, in points. *p* is that of Welch's *t*-test that there is no difference, corrected by Holm for all variants of the experiment. [Back to the report](report.md)

<#list groups as group>
<#assign base = group[0].base>
## ${f.md(base.experiment.title)}

<@w.picture "variants-of-" + base.name() "Final test accuracies of the variants" />

Small dots: seeds. Large dots: their mean with its 95 % interval. Dotted line: the mean of `${base.name()}`.

| | Seeds | Test accuracy | Train accuracy | Difference | *p* | |
| --- | --: | --: | --: | --: | --: | --- |
| `${base.name()}` | ${base.runs?size} | ${f.sample(base.finalTestAccuracy())} | ${f.sample(base.at(trainAccuracy, base.epochs()))} | | | |
<#list group as c>
| `${c.series.name()}` | ${c.series.runs?size} | ${f.sample(c.series.finalTestAccuracy())} | ${f.sample(c.series.at(trainAccuracy, base.epochs()))} | <#if c.difference??>${f.gain(c.difference)} | ${f.p(c.p)}<#else>– | –</#if> | ${w.effects[c.effect()]} |
</#list>

<#list group as c>
* `${c.series.name()}`: ${f.md(c.series.experiment.title)}. ${f.md(c.series.experiment.description)}
</#list>

</#list>
