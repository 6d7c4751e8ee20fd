## How it was tested

### The same runs in PyTorch

Two one-sided paired *t*-tests ask whether the mean final test accuracies differ by less than a margin. That is shown if the 90 % interval of the mean difference lies inside the margin; *p* is below 0.05 then. The plan with the margins was written before the first of these runs.

| | Pairs | Tiny MNIST − PyTorch, in points [90 % interval] | Margin | *p* | Equivalent | Why this margin |
| --- | --: | --: | --: | --: | --- | --- |
<#list evidence.reproductions?filter(r -> r.control()??) as r>
<#assign pairs = r.control()>
| ${f.model(r.model)} | ${w.count(pairs)} | <#if r.equivalence()??><#assign e = r.equivalence()>${f.within(e.difference, e.interval)} | ${f.hundredths(e.margin)} | ${f.p(e.p)} | ${e.isShown()?then("**yes**", e.isRefuted()?then("**no**", "not shown"))}<#else>– | ${f.hundredths(pairs.plan.margin)} | – | too few pairs</#if> | ${f.md(pairs.plan.why)} |
</#list>

<#list evidence.reproductions as r>
<#list r.questions() as q>
*${f.model(r.model)}, mean test accuracy of epochs ${q.plan.firstEpoch} to ${q.plan.lastEpoch}* (${f.md(q.plan.why)}): <#if q.difference()??><#assign d = q.difference()>Tiny MNIST − PyTorch is ${f.gain(d)} points (95 % interval, *p* ${f.p(d.p)}, ${w.count(q)}): <#if d.isNot0()>Tiny MNIST is ${(d.mean gt 0)?then("higher", "lower")}<#else>no difference is shown</#if><#if !q.isComplete()>, so far</#if>.<#else>${w.count(q)}, too few to say.</#if>

</#list>
</#list>
<#assign paired = evidence.reproductions?filter(r -> r.equivalence()??)>
<#if paired?has_content>
<details>
<summary>Pair by pair</summary>

| | Seed | Tiny MNIST | PyTorch | Difference in points |
| --- | --: | --: | --: | --: |
<#list paired as r>
<#list r.control().pairs as pair>
| ${f.model(r.model)} | ${pair.own.name} | ${f.percent(pair.own.finalTestAccuracy())} | ${f.percent(pair.pytorch.finalTestAccuracy())} | ${f.points(pair.difference())} |
</#list>
</#list>

</details>

<details>
<summary>Epoch by epoch: Tiny MNIST − PyTorch</summary>

Mean differences of the test accuracy in points. Brackets: the simultaneous 95 % band of the mean over the epochs of a model, by Bonferroni. A difference of 0 outside it, in any epoch, would show that the programs differ.

| Epoch |<#list paired as r> ${f.model(r.model)} |</#list>
| --: |<#list paired as r> --: |</#list>
<#list 1..paired[0].series.epochs() as epoch>
| ${epoch} |<#list paired as r> ${f.within(r.control().at(testAccuracy, epoch), r.control().band(testAccuracy, epoch))} |</#list>
</#list>

</details>

</#if>
### The original's logs

Each log is compared with our runs of the model by two measures. *Final test accuracy*: the 95 % prediction interval is the range in which 95 of 100 further runs of ours are expected to end. Its *p*-value is corrected by Holm for all logs. *Whole training curve*: the simultaneous 95 % band is the range in which one more run of ours is expected to stay with all 80 values, 20 epochs of four metrics. If the log were one more run, the chance that any of its 80 values strays this far is at most *p*. The rank needs no normal distribution.

| Log | Final test accuracy | 95 % prediction interval | *p* | Our runs below it | Training curve in the band | *p* |
| --- | --: | --: | --: | --: | --- | --: |
<#list evidence.reproductions as r>
<#list r.checks as check>
| ${f.model(r.model)}, ${check.curve.curve.name} | ${f.percent(check.curve.curve.finalTestAccuracy())} | ${f.range(check.expected)} | ${f.p(check.p)} | ${check.below} of ${r.series.runs?size} | ${w.outside(check.curve)} | ${f.p(check.curve.p)} |
</#list>
</#list>

What these measures cannot tell apart:

<#list evidence.reproductions?filter(r -> r.checks?has_content) as r>
<#assign inside = r.others?filter(o -> o.inside gt 0)>
* ${f.model(r.model)}: <#if inside?has_content>of other recipes' runs, its band holds <#list inside as o>${o.inside} of ${o.series.runs?size} of `${o.series.name()}`<#sep>, </#sep></#list>, and no other<#else>no run of another recipe is inside its band</#if>. <#if r.alternatives()?has_content>The band of ${w.names(r.alternatives())} holds <#if r.logs?size == 1>the log<#else>all logs</#if> too.<#else>No other recipe's band holds <#if r.logs?size == 1>the log<#else>all logs</#if>.</#if>
</#list>

<#if trainChart??>
<details>
<summary>Train accuracy by epoch</summary>

<@w.picture "train-accuracy" "Train accuracy by epoch" />

</details>

</#if>
### How a verdict is found

* **Reproduced**: neither measure tells any of the model's logs from one more of our runs, and PyTorch is shown to be equivalent. **In part**: some logs differ, or PyTorch is shown to differ by more than the margin. **Not reproduced**: every log differs. **Inconclusive**: no log differs, but equivalence is not shown.
* All runs are tested on the same 10,000 images, so that every statement holds for this test set.

### What a reader should know

* The augmentation and the momentum were guessed from the note's curves first, then found in the notebooks. The recipes here are those of the notebooks.
* The margins were fixed before the first paired run in PyTorch, but after Tiny MNIST's first ten runs of each model and an earlier control group of thirty unpaired runs in PyTorch, which was too small to show equivalence for Models 2 and 3. The pairs replace it.
* The question about epochs 11 to 20 of Model 2 comes from those unpaired runs. The pairs alone answer it.
* Two variants, `model-1-linear-annealing` and `model-1-no-smoothing`, were extended from five to ten seeds after the results of five had been seen.
* The verdict "inconclusive" was called "reproduced in part", then "no difference found", earlier in the study. Final accuracy became a measure of its own after the logs had been compared.

