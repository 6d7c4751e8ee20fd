## What was run

| Experiment | Epochs | Seeds | Processor or GPU |
| --- | --: | --- | --- |
<#list findings.entries?map(e -> e.series) + findings.variants?map(c -> c.series) as s>
| `${s.name()}` | ${s.epochs()} | ${f.seeds(s.runs)} | <#list s.byMachine() as machine, same>${f.md(machine)}<#if s.byMachine()?size gt 1>: ${f.seeds(same.runs)}</#if><#sep>; </#sep></#list> |
</#list>

<#if evidence??>
Results differ bit by bit between CPU models. Accuracy is compared where an experiment has at least three runs on each of two processors<#list evidence.processors as c><#if c?is_first>:</#if> `${c.series.name()}`, ${f.md(c.first)} − ${f.md(c.second)}: ${f.gain(c.difference)} points (95 % interval, *p* ${f.p(c.difference.p)})<#sep>;</#sep><#else>: no experiment yet</#list>. A variant that ran on a different processor from its base differs in both.

</#if>
<#assign first = findings.study.runs[0].record>
Data: ${f.md(first.data.name)}, ${f.count(first.data.trainImages)} training and ${f.count(first.data.testImages)} test images. Software of the first run: Tiny MNIST ${f.md(first.software.tinyMnist)}, TensorFlow ${f.md(first.software.tensorflow)} through TensorFlow Java ${f.md(first.software.tensorflowJava)}, Java ${f.md(first.software.java)}, ${f.md(first.software.os)}. All runs: [study.csv](study.csv); each run's settings and machine: its `run.json`.
<#list findings.study.diverged as run>
<#if run?is_first>

Runs that diverged and are not counted:

</#if>
* `${run.experiment.name}`, seed ${run.seed}: at epoch ${run.diverged.epoch}, step ${run.diverged.step}.
</#list>
<#list notes as note>
<#if note?is_first>

Not counted:

</#if>
* ${f.md(note)}
</#list>
