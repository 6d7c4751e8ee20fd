<#import "words.ftl" as w>
# Tiny MNIST: is the note reproduced?

<@w.screen evidence "charts/"/>

<#if pages?has_content>
More pages: <#list pages as title, file>[${title}](${file})<#sep> · </#sep></#list>.

</#if>
<#include "tests.ftl">
<#include "claims.ftl">
<#include "epochs.ftl">
<#include "mistakes.ftl">
<#include "runs.ftl">
