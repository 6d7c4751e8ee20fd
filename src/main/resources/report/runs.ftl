## What was run

| Experiment | Epochs | Seeds |
| --- | --: | --- |
<#list findings.entries?map(e -> e.series) + findings.ablations?map(a -> a.variant) as s>
| `${s.name()}` | ${s.epochs()} | ${f.seeds(s)} |
</#list>
<#list findings.reproductions()?filter(r -> r.pytorch?has_content) as r>
| PyTorch, ${f.model(r.model)} | 20 | ${f.count(r.pytorch?size)} of them |
</#list>

| Machine | Runs | An epoch, median |
| --- | --: | --: |
<#list findings.machines as m>
| ${f.md(m.processor)}, ${f.count(m.cores, "core")}<#if m.device != "CPU">; ${f.md(m.device)}</#if> | ${f.count(m.runs)} | ${f.duration(m.secondsPerEpoch)} |
</#list>
<#if findings.machines?filter(m -> m.processor != findings.machines[0].processor)?has_content>

Another processor gives other bits, of the same distribution. No run mixes two.
</#if>

<#assign first = findings.study.runs[0].record>
Data: ${f.md(first.data.name)}, ${f.count(first.data.trainImages)} training and ${f.count(first.data.testImages)} test images. Software of the first run: Tiny MNIST ${f.md(first.software.tinyMnist)}, TensorFlow ${f.md(first.software.tensorflow)} through TensorFlow Java ${f.md(first.software.tensorflowJava)}, Java ${f.md(first.software.java)}, ${f.md(first.software.os)}. All figures of all runs: [study.csv](study.csv); each run's settings and machine: its `run.json`.
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
