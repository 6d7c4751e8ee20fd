<#import "words.ftl" as w>
# Ablations

What an experiment's variants change in its final test accuracy. Each seed is compared with the same seed of the experiment, which draws the same first weights and takes the images in the same order. Brackets hold the 95 % interval of the mean difference, in points; *p* is that of Student's paired *t*-test that there is none, corrected by Holm for all rows of this page. [Back to the report](report.md)

<#list groups as group>
<#assign base = group[0].base>
## ${f.md(base.experiment.title)}

<@w.picture "variants-of-" + base.name() "Final test accuracies of the variants" />

Small dots are seeds, large ones their mean with its 95 % interval; the dotted line is the mean of `${base.name()}`.

| | Seeds | Test accuracy | Train accuracy | Difference | *p* | |
| --- | --: | --: | --: | --: | --: | --- |
| `${base.name()}` | ${base.runs?size} | ${f.sample(base.finalTestAccuracy())} | ${f.sample(base.at(trainAccuracy, base.epochs()))} | | | |
<#list group as a>
| `${a.variant.name()}` | ${a.variant.runs?size} | ${f.sample(a.variant.finalTestAccuracy())} | ${f.sample(a.variant.at(trainAccuracy, base.epochs()))} | <#if a.gain??>${f.gain(a.gain)}<#else>–</#if> | <#if a.p??>${f.p(a.p)}<#else>–</#if> | ${w.effects[a.effect()]} |
</#list>

<#list group as a>
* `${a.variant.name()}`: ${f.md(a.variant.experiment.title)}. ${f.md(a.variant.experiment.description)}
</#list>

</#list>
