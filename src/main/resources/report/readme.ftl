<#import "words.ftl" as w>
<@w.screen evidence "results/reference/charts/"/>
