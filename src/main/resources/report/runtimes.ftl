# Other runtimes

Exported models on all test images, each compared with TensorFlow Java's session: the largest difference of a probability, and the images that are classified otherwise. [Back to the report](report.md)

| Runtime | Version | Model | Largest difference | Classified otherwise | Accuracy | An image | Size | |
| --- | --- | --- | --: | --: | --: | --: | --: | --- |
<#list rows as r>
| ${f.md(r.runtime)} | ${f.md(r.version)} | <#if r.experiment?has_content>${f.md(r.experiment)}</#if> | <#if r.maxProbabilityDifference??>${f.scientific(r.maxProbabilityDifference)}</#if> | <#if r.classDifferences??>${f.count(r.classDifferences)}</#if> | <#if r.testAccuracy??>${f.percent(r.testAccuracy)}</#if> | <#if r.millisecondsPerImage??>${f.digits(r.millisecondsPerImage)} ms</#if> | <#if r.bytes??>${f.count(r.bytes / 1000)} kB</#if> | ${f.md(r.status)}<#if r.message?has_content>: ${f.md(r.message)}</#if> |
</#list>
