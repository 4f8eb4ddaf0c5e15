package site

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Form is a form of a page, with what a browser sends when nothing is typed into it and its first button is pressed.
type Form struct {
	Method string // get or post
	Action string
	Fields url.Values
	Texts  []string // the names of the fields for words, passwords not among them
}

// Forms returns the forms of a page. One without an action leads to the page itself, as in a browser.
func (p Page) Forms(address string) []Form {
	var forms []Form
	for _, node := range p.Find("form").EachIter() {
		f := Form{Method: node.AttrOr("method", "get"), Action: node.AttrOr("action", address), Fields: url.Values{}}
		for _, field := range node.Find("input[name], textarea[name], select[name]").EachIter() {
			name := field.AttrOr("name", "")
			switch {
			case field.Is("[disabled]"), field.Is("[type=radio]:not([checked]), [type=checkbox]:not([checked])"):
				continue
			case field.Is("select"):
				f.Fields.Add(name, chosen(field))
				continue
			case field.Is("textarea"):
				f.Fields.Add(name, strings.ReplaceAll(field.Text(), "\n", "\r\n"))
			default:
				f.Fields.Add(name, field.AttrOr("value", ""))
			}
			if field.Is("textarea, input:not([type]), [type=text], [type=email], [type=search], [type=tel], [type=url], [type=number], [type=date]") {
				f.Texts = append(f.Texts, name)
			}
		}
		if button := node.Find("button[name]").First(); button.Length() > 0 {
			f.Fields.Add(button.AttrOr("name", ""), button.AttrOr("value", ""))
		}
		forms = append(forms, f)
	}
	return forms
}

// chosen is what a select sends: the option that is selected, or the first.
func chosen(of *goquery.Selection) string {
	option := of.Find("option[selected]").First()
	if option.Length() == 0 {
		option = of.Find("option").First()
	}
	return option.AttrOr("value", option.Text())
}

// With returns the form with other words in some of its fields.
func (f Form) With(words url.Values) Form {
	f.Fields = maps.Clone(f.Fields)
	maps.Copy(f.Fields, words)
	return f
}

// Send sends a form, and returns the answer: no redirect is followed.
func (v *Visitor) Send(f Form) Page {
	v.t.Helper()
	if f.Method == "post" {
		return v.Post(f.Action, f.Fields)
	}
	return v.Get(f.asked())
}

// asked is the address to which a form leads that changes nothing.
func (f Form) asked() string {
	path, _, _ := strings.Cut(f.Action, "?")
	return path + "?" + f.Fields.Encode()
}

// Walk follows every link, redirect and form that changes nothing, of the portal's pages from some on, and returns the pages
// by their addresses. Of pages that differ by an id or a query alone it opens no more than the first alike.
func (v *Visitor) Walk(alike int, from ...string) map[string]Page {
	v.t.Helper()
	pages, seen := map[string]Page{}, map[string]int{}
	for len(from) > 0 {
		address, _, _ := strings.Cut(from[0], "#")
		from = from[1:]
		if _, known := pages[address]; known || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "/static/") {
			continue
		}
		shape := Shape(address)
		if seen[shape]++; seen[shape] > alike {
			continue
		}
		page := v.Get(address)
		pages[address] = page
		if to := page.Header.Get("Location"); to != "" {
			from = append(from, to)
		}
		page.Find("a[href]").Each(func(_ int, link *goquery.Selection) { from = append(from, link.AttrOr("href", "")) })
		for _, f := range page.Forms(address) {
			if f.Method != "post" {
				from = append(from, f.asked())
			}
		}
	}
	return pages
}

// word is a part of an address that a route spells out. Whatever else stands there names one thing of many.
var word = regexp.MustCompile(`^[a-z_-]*$`)

// Shape is what addresses have in common that differ by an id or by what they ask for alone.
func Shape(address string) string {
	path, query, _ := strings.Cut(address, "?")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if !word.MatchString(part) {
			parts[i] = "*"
		}
	}
	asked, _ := url.ParseQuery(query)
	return strings.Join(append(parts, slices.Sorted(maps.Keys(asked))...), "/")
}
