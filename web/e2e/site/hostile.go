package site

// Hostile are texts that would run as a script, or break the page, where they were not taken for text (T8).
var Hostile = []string{
	`<script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`,
	`"><script>alert(1)</script>`, `'><script>alert(1)</script>`, `" onmouseover="alert(1)`, `' onfocus='alert(1)' autofocus='`,
	`<iframe src="javascript:alert(1)">`, `<a href="javascript:alert(1)">x</a>`, `javascript:alert(1)`, `<body onload=alert(1)>`,
	`<style>@import 'http://evil.test/x.css';</style>`, `<link rel=stylesheet href=//evil.test>`, `<meta http-equiv=refresh content="0;url=//evil.test">`,
	`<base href="//evil.test/">`, `<form action="//evil.test"><button>`, `<input onfocus=alert(1) autofocus>`, `<details open ontoggle=alert(1)>`,
	`<video><source onerror=alert(1)>`, `<math><mtext></mtext><script>alert(1)</script></math>`, `<template><script>alert(1)</script></template>`,
	`<!--><script>alert(1)</script-->`, `<![CDATA[<script>alert(1)</script>]]>`, `</title><script>alert(1)</script>`, `</option></select><script>alert(1)</script>`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;script&#62;alert(1)&#60;/script&#62;`, `\u003cscript\u003ealert(1)\u003c/script\u003e`, `%3Cscript%3Ealert(1)%3C/script%3E`,
	"<scr\tipt>alert(1)</scr\tipt>", "<script\n>alert(1)</script\n>", `<ScRiPt>alert(1)</sCrIpT>`, `<<script>alert(1)//<</script>`,
	`{{constructor.constructor('alert(1)')()}}`, `${alert(1)}`, `#{alert(1)}`, `<%= alert(1) %>`, `{{.}}`, `%s%d%v%!(EXTRA)`, `%[1]s%[2]d`,
	`' or 1=1 --`, `'; drop table complaints; --`, `$1 $2`, "`alert(1)`", `\"); alert(1); //`, `*/alert(1)/*`, `]]>`, `-->`,
	`<b>bold</b>`, `<h1>Heading</h1>`, `[link](javascript:alert(1))`, `![x](javascript:alert(1))`, `=HYPERLINK("http://evil.test")`, `@import`,
	"\u202egnp.exe", "\u2066<script>\u2069", "\ufeff<script>alert(1)</script>", "a\u0301\u0301\u0301\u0301", `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
}
