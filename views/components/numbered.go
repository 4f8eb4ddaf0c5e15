package components

// PageLink leads to one page of a list whose pages are numbered. Number 0 stands for pages that are left out.
type PageLink struct {
	Number  int
	Address string
	Here    bool
}

// PageLinks links the first and the last page and those around the one that is open; address says where a page is.
func PageLinks(page, pages int, address func(page int) string) (links []PageLink) {
	const around = 1
	last := 0
	for n := 1; n <= pages; n++ {
		if n != 1 && n != pages && (n < page-around || n > page+around) {
			continue
		}
		if n > last+1 {
			links = append(links, PageLink{})
		}
		links, last = append(links, PageLink{Number: n, Address: address(n), Here: n == page}), n
	}
	return links
}
