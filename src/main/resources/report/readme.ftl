<#import "words.ftl" as w>
<@w.answer findings.reproductions()/>

**How sure that is:** <@w.certainty findings.reproductions()/>
