<#import "words.ftl" as w>
| Test accuracy after epoch 20 | Original | PyTorch | Tiny MNIST | |
| --- | --: | --: | --: | --- |
<#list findings.reproductions() as r>
| ${f.model(r.model)} | ${w.logs(r.logs)} | <#if r.pytorch?has_content>${f.sample(r.pytorchAt(testAccuracy, 20))}<#else>–</#if> | **${f.sample(r.series.finalTestAccuracy())}** | ${w.reproduced[r.verdict()]} |
</#list>
<#assign logs = 0 ours = 0 theirs = 0 tests = 0 differ = 0 equivalent = [] open = []>
<#list findings.reproductions() as r>
<#assign logs += r.logs?size ours += r.checks()?filter(c -> c.isInside())?size theirs += r.pytorchChecks()?filter(c -> c.isInside())?size tests += r.distributions()?size differ += r.differences()>
<#if r.equivalence()?? && r.equivalence().isShown()><#assign equivalent += [f.model(r.model)]><#else><#assign open += [f.model(r.model)]></#if>
</#list>

**How sure that is:** ${ours} of ${f.count(logs, "log")} of the original lie wholly within the 95 % band of Tiny MNIST's runs, ${theirs} within that of PyTorch's.<#if tests != 0> ${differ} of ${f.count(tests, "test")} find Tiny MNIST's last losses and accuracies distributed otherwise than PyTorch's.</#if> The mean accuracies are <#if equivalent?has_content>shown to be equivalent for ${equivalent?join(" and ")}<#if open?has_content>, not for ${open?join(" and ")}</#if><#else>not shown to be equivalent for any model</#if>.
