<#import "words.ftl" as w>
| Test accuracy after epoch 20 | Original | PyTorch | Tiny MNIST | |
| --- | --: | --: | --: | --- |
<#list findings.reproductions() as r>
| ${f.model(r.model)} | ${w.logs(r.logs)} | <#if r.pytorchFinal()??>${f.sample(r.pytorchFinal())}<#else>–</#if> | **${f.sample(r.series.finalTestAccuracy())}** | ${w.reproduced[r.verdict()]} |
</#list>
