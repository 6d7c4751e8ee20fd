<#import "words.ftl" as w>
| Test accuracy after epoch 20 | Original | PyTorch | Tiny MNIST | |
| --- | --: | --: | --: | --- |
<#list findings.reproductions() as r>
| ${f.model(r.model)} | ${w.logs(r.logs)} | <#if r.pytorch?has_content>${f.sample(r.pytorchAt(testAccuracy, 20))}<#else>–</#if> | **${f.sample(r.series.finalTestAccuracy())}** | ${w.reproduced[r.verdict()]} |
</#list>
