# Speed

<#macro machine m>${f.md(m.processor)}, ${f.count(m.cores, "core")}, ${f.digits(m.memoryGb)} GB</#macro>
<#macro ms s><#if s.ms??>${f.digits(s.ms)} ms (${f.digits(s.msLow!s.ms)} to ${f.digits(s.msHigh!s.ms)})<#else>–</#if></#macro>
<#macro with value unit><#if value?has_content>${f.digits(value)} ${unit}<#else>–</#if></#macro>
Model 1 is trained with the data in memory. Milliseconds are medians, with the quartiles in brackets. [Back to the report](report.md)

<#if cases?has_content>
## A step of 128 images

*Effective* is the time in which the machine gets a step done, whichever run it belongs to. Memory is the most that was resident.

| System | Way | Precision | Runs at once | Threads of a run | Step of a run | Effective | Memory |
| --- | --- | --- | --: | --: | --: | --: | --: |
<#list cases as c>
| ${f.md(c.system)} | ${f.md(c.mode)}<#if c.note?has_content> *${f.md(c.note)}*</#if> | ${f.md(c.precision)} | <#if c.runs??>${f.count(c.runs)}</#if> | <#if c.threads??>${f.count(c.threads)}</#if> | <@ms c.step/> | <@with c.effectiveMs()!"" "ms"/> | <@with c.step.peakMb!"" "MB"/> |
</#list>

<#assign measured = cases?filter(c -> c.effectiveMs()??)>
<#list measured?map(c -> c.precision)?filter(p -> p?has_content) as precision><#if measured?map(c -> c.precision)?seq_index_of(precision) == precision?index>
<#list [1, 0] as cores>
<#assign fitting = measured?filter(c -> c.precision == precision && (cores == 0 || c.cores() == 1)) mine = fitting?filter(c -> c.system == "Tiny MNIST" && !c.mode?has_content)?sort_by("effectiveMs")>
<#if mine?has_content>
* ${f.md(precision)}, ${(cores == 1)?then("one core", "all cores")}: ${f.digits(mine[0].effectiveMs())} ms a step.<#list fitting?map(c -> c.system)?filter(s -> s != "Tiny MNIST") as system><#if fitting?map(c -> c.system)?filter(s -> s != "Tiny MNIST")?seq_index_of(system) == system?index><#assign best = fitting?filter(c -> c.system == system)?sort_by("effectiveMs")[0]> ${f.md(system)} at its best<#if best.mode?has_content> (${f.md(best.mode)})</#if>: ${f.digits(best.effectiveMs())} ms, **${f.digits(best.effectiveMs() / mine[0].effectiveMs())} times** as long.</#if></#list>
</#if>
</#list>
</#if></#list>

| | Evaluation | Command to first step | One image classified |
| --- | --: | --: | --: |
<#list measured?filter(c -> c.system == "Tiny MNIST") as c>
| ${f.md(c.mode?has_content?then(c.mode + ", ", ""))}${f.md(c.precision)}, ${f.count(c.runs)} × ${f.count(c.threads, "thread")} | <@with c.evaluationSeconds!"" "s"/> | <@with c.step.firstStepSeconds!"" "s"/> | <@with c.latencyMs!"" "ms"/> |
</#list>

Measured in turns on <@machine cases[0].machine/>, with <#assign versions = measured?map(c -> c.system + " " + c.version)><#list versions as v><#if versions?seq_index_of(v) == v?index><#if v?index gt 0>; </#if>${f.md(v)}</#if></#list>.

</#if>
<#if scaling?has_content>
## More of it

One number varies, the others are those of the experiment on MNIST.

| Runs at once | Images in a step | Training images | Step of a run | Images a second | Memory | Command to first step |
| --: | --: | --: | --: | --: | --: | --: |
<#list scaling as s>
| ${f.count(s.runs)} | ${f.count(s.batchSize)} | ${f.count(s.images)} | <@ms s.step/> | <#if s.step.ms??>${f.count(1000 * s.runs * s.batchSize / s.step.ms)}<#else>–</#if> | <@with s.step.peakMb!"" "MB"/> | <@with s.step.firstStepSeconds!"" "s"/> |
</#list>

Measured on <@machine scaling[0].machine/>.

</#if>
<#if job?has_content>
## Where the time of a job goes

${f.count(job[0].runs, "run")} of ${f.count(job[0].epochs, "epoch")} together, on <@machine job[0].machine/>.

<#assign total = 0><#list job as j><#assign total += j.coreSeconds></#list>
| Part | Time of the cores | Share |
| --- | --: | --: |
<#list job as j>
| ${f.md(j.part)} | ${f.duration(j.coreSeconds)} | <#if total gt 0>${f.whole(j.coreSeconds / total)}</#if> |
</#list>
</#if>
