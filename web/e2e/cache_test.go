package e2e_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/e2e/site"
)

// greedyCache keeps for an hour whatever it is not forbidden to keep, and cares neither for cookies nor for Vary.
const greedyCache = `%[1]s
daemon off; pid %[2]s/nginx.pid; error_log %[2]s/error.log;
events {}
http {
	access_log off;
	client_body_temp_path %[2]s/body; proxy_temp_path %[2]s/temp; fastcgi_temp_path %[2]s/f; uwsgi_temp_path %[2]s/u; scgi_temp_path %[2]s/s;
	proxy_cache_path %[2]s/cache keys_zone=kept:1m;
	server {
		listen %[3]s;
		location / {
			proxy_pass %[4]s;
			proxy_set_header Host $http_host;
			proxy_cache kept;
			proxy_cache_key $request_method$request_uri;
			proxy_cache_valid any 1h;
			proxy_ignore_headers Set-Cookie Vary;
			add_header X-Cache $upstream_cache_status always;
		}
	}
}
`

// behindCache starts nginx in front of a portal and returns its address.
func behindCache(t *testing.T, portal string) string {
	t.Helper()
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		nginx = "/usr/sbin/nginx" // outside an ordinary user's PATH
	}
	if _, err := os.Stat(nginx); err != nil {
		site.Missing(t, "no nginx: "+err.Error())
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // else its workers could not enter the test's folder
	}
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	_ = free.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, greedyCache, user, dir, address, portal), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), nginx, "-p", dir, "-e", filepath.Join(dir, "error.log"), "-c", config)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait() // it ends by our signal
	})
	const patience, pause = 10 * time.Second, 20 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(pause) {
		if c, err := new(net.Dialer).DialContext(t.Context(), "tcp", address); err == nil {
			_ = c.Close()
			return "http://" + address
		}
	}
	log, _ := os.ReadFile(filepath.Join(dir, "error.log"))
	t.Fatalf("nginx does not answer: %s", log)
	return ""
}

// pagesFrom lists the pages of the portal that somebody reaches from one, by links, at most 200.
func pagesFrom(v *site.Visitor, start ...string) []string {
	found := slices.Clone(start)
	for i := 0; i < len(found) && len(found) < 200; i++ {
		v.Get(found[i]).Find("a[href^='/']").Each(func(_ int, a *goquery.Selection) {
			href, _ := a.Attr("href")
			href, _, _ = strings.Cut(href, "#")
			if !slices.Contains(found, href) && !strings.HasPrefix(href, "/static/") {
				found = append(found, href)
			}
		})
	}
	return found
}

func TestT23_NoCacheGivesOnePersonsPageToAnother(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	s.Agreement("4.1", models.DateOf(s.Clock.Now()))
	type visit struct {
		models.Person
		*site.Visitor
		marks []string
		pages []string
	}
	people := []*visit{{Person: s.CanSignIn(s.Adult())}, {Person: s.CanSignIn(s.Minor(15))}}
	address := behindCache(t, s.URL)
	for _, p := range people {
		p.marks = []string{p.Name, p.Email}
		for _, kind := range models.PermissionKinds {
			choice, _, err := s.Store.SwitchPermission(t.Context(), p.Person, kind, models.Withdrawn)
			if err != nil {
				t.Fatal(err)
			}
			p.marks = append(p.marks, choice.Receipt)
		}
		p.Visitor = s.Visitor()
		p.URL = address
		if page := p.Post("/sign-in", url.Values{"email": {p.Email}, "password": {storetest.Password}}); page.Status != http.StatusSeeOther {
			t.Fatalf("through the cache the sign-in was answered with %d", page.Status)
		}
		p.pages = pagesFrom(p.Visitor, "/home")
	}
	var pages []string
	for _, p := range people {
		for _, page := range p.pages {
			if !slices.Contains(pages, page) {
				pages = append(pages, page)
			}
		}
	}
	const most = 10
	if len(pages) < most {
		t.Fatalf("the crawl found only %q", pages)
	}
	const requests = 200
	own := 0
	for i := range requests {
		path := pages[i%len(pages)]
		for j, p := range people {
			page := p.Get(path)
			if strings.Contains(page.Body, p.Name) {
				own++
			}
			if kept := page.Header.Get("X-Cache"); kept == "HIT" && page.Status == http.StatusOK {
				t.Errorf("%s came out of the cache", path)
			}
			told := strings.ReplaceAll(page.Body, path, "") // whoever asks knows the address that they asked for
			for _, mark := range people[1-j].marks {
				if strings.Contains(told, mark) {
					t.Fatalf("%s shows one person %q, which is another's", path, mark)
				}
			}
		}
	}
	if own < requests { // of twice as many; errors and what has no masthead of theirs aside
		t.Errorf("only %d of %d pages were somebody's own", own, 2*requests)
	}
	stranger := s.Visitor()
	stranger.URL = address
	for _, path := range pages {
		for _, p := range people {
			for _, mark := range p.marks {
				if page := stranger.Get(path); strings.Contains(page.Body, mark) {
					t.Errorf("%s shows a stranger %q", path, mark)
				}
			}
		}
	}
	style, _ := stranger.Get("/sign-in").Find("link[rel=stylesheet]").Attr("href")
	stranger.Get(style)
	if kept := stranger.Get(style).Header.Get("X-Cache"); kept != "HIT" {
		t.Errorf("the stylesheet is not kept: %q", kept)
	}
}

func TestT23_BackAfterSigningOutShowsNothing(t *testing.T) {
	t.Parallel()
	s := site.Start(t)
	adult := s.CanSignIn(s.Adult())
	tab := s.Tab(site.Look{Width: 1280})
	signIn(tab, adult)
	tab.Open("/permissions")
	if !strings.Contains(tab.Text("body"), adult.Name) {
		t.Fatal("the page does not show whose it is")
	}
	tab.Click("form[action='/sign-out'] button")
	for range 3 {
		tab.Do(chromedp.NavigateBack(), chromedp.WaitVisible("#email", chromedp.ByQuery)) // the page asked for leads on
		if path := tab.Path(); !strings.HasPrefix(path, "/sign-in") || strings.Contains(tab.Text("body"), adult.Name) {
			t.Errorf("going back leads to %s and shows %q", path, tab.Text("body"))
		}
	}
}
