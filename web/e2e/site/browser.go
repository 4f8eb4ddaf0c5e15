package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Look is how a page is looked at.
type Look struct {
	Width    int64
	Dark     bool
	NoScript bool
}

// The looks that every page must bear: wide and narrow, light and dark.
var Looks = []Look{{Width: 1280}, {Width: 1280, Dark: true}, {Width: 390}, {Width: 390, Dark: true}}

// Name is the look's part of a screenshot's file name.
func (l Look) Name() string {
	theme := "light"
	if l.Dark {
		theme = "dark"
	}
	return fmt.Sprintf("%d-%s", l.Width, theme)
}

// stepTimeout ends a step that waits for what never appears.
const stepTimeout = 15 * time.Second

// Tab is one tab of a real browser, with cookies of its own.
type Tab struct {
	URL string
	ctx context.Context
	t   testing.TB

	mu         sync.Mutex
	complaints []string          // of the content security policy, errors of the page, and dialogs that it opened
	document   network.RequestID // of the page that is open
}

// Tab opens a tab that ends with the test. Where there is no Chromium the test is skipped, or fails where CI is true.
func (s *Site) Tab(look Look) *Tab {
	s.t.Helper()
	ctx := s.window()
	tab := &Tab{URL: s.URL, ctx: ctx, t: s.t}
	chromedp.ListenTarget(ctx, func(event any) {
		tab.mu.Lock()
		defer tab.mu.Unlock()
		switch e := event.(type) {
		case *cdplog.EventEntryAdded:
			if e.Entry.Level == cdplog.LevelError && e.Entry.Source != cdplog.SourceNetwork {
				tab.complaints = append(tab.complaints, e.Entry.Text)
			}
		case *page.EventJavascriptDialogOpening:
			tab.complaints = append(tab.complaints, "a dialog: "+e.Message)
			go func() { _ = chromedp.Run(ctx, page.HandleJavaScriptDialog(true)) }() // the page waits for it, and so does this
		case *network.EventResponseReceived:
			if e.Type == network.ResourceTypeDocument {
				tab.document = e.RequestID
			}
		}
	})
	// The first steps of a tab start what listens to it for as long as their context lives, so they have no timeout. Each
	// window thinks that it is the one in front: elsewhere its fields would have no focus.
	if err := chromedp.Run(ctx, cdplog.Enable(), network.Enable(), emulation.SetFocusEmulationEnabled(true)); err != nil {
		s.t.Fatal(err)
	}
	tab.Look(look)
	return tab
}

// window opens a window of the browser with cookies of its own, which ends with the test.
func (s *Site) window() context.Context {
	s.t.Helper()
	shared, err := browser()
	if err != nil {
		Missing(s.t, "no Chromium: "+err.Error())
	}
	all := cdp.WithExecutor(shared, chromedp.FromContext(shared).Browser)
	profile, err := target.CreateBrowserContext().Do(all)
	if err != nil {
		s.t.Fatal(err)
	}
	window, err := target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(all)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, endTab := chromedp.NewContext(shared, chromedp.WithTargetID(window))
	s.t.Cleanup(func() {
		endTab()
		_ = target.DisposeBrowserContext(profile).Do(all) // a browser that is gone has lost it already
	})
	return ctx
}

// browser is the one Chromium of a test binary: each tab is a window of it, since a start costs more than most visits.
var browser = sync.OnceValues(func() (context.Context, error) {
	path, err := chromium()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.NoSandbox, // root and a container have none, and the tests open no pages but ours
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Run(ctx); err != nil {
		return nil, err
	}
	end = func() error { return chromedp.Cancel(ctx) }
	return ctx, nil
})

var end = func() error { return nil } // of the browser, once there is one

// EndBrowser ends the test binary's browser, where a test has opened a tab, and removes its folder.
func EndBrowser() error { return end() }

func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return exec.LookPath("chromium")
}

// Missing skips a test for a reason that is printed, or fails it where CI is true: there everything is installed.
func Missing(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// Look changes how the tab looks at pages.
func (b *Tab) Look(l Look) {
	b.t.Helper()
	const height = 900
	scheme := "light"
	if l.Dark {
		scheme = "dark"
	}
	b.Do(
		chromedp.EmulateViewport(l.Width, height),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"}, // colours are looked at while they stand still
		}),
		emulation.SetScriptExecutionDisabled(l.NoScript),
	)
}

// Do runs steps, each within its own time. A step that met an element of the page that is just being left is run again,
// on the page that takes its place.
func (b *Tab) Do(steps ...chromedp.Action) {
	b.t.Helper()
	const tries, pause = 20, 50 * time.Millisecond
	for _, step := range steps {
		err := b.step(step)
		for n := 1; n < tries && isGone(err); n++ {
			time.Sleep(pause)
			err = b.step(step)
		}
		if err != nil {
			b.t.Fatalf("browser: %v", err)
		}
	}
}

func (b *Tab) step(step chromedp.Action) error {
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	return chromedp.Run(ctx, step)
}

// isGone tells whether the browser no longer knows the element that a step was about.
func isGone(err error) bool {
	const serverError = -32000 // the protocol's code for it, as for 'No node with given id found'
	var answer *cdproto.Error
	return errors.As(err, &answer) && answer.Code == serverError
}

// Open goes to a page of the portal.
func (b *Tab) Open(path string) { b.t.Helper(); b.Do(chromedp.Navigate(b.URL + path)) }

// Click clicks what the selector finds and waits for the page that follows to be there.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(selector, chromedp.ByQuery)); err != nil {
		b.t.Fatalf("click %s: %v", selector, err)
	}
}

// Press presses a key that leads to another page, and waits for that page.
func (b *Tab) Press(key string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(key)); err != nil {
		b.t.Fatalf("press a key: %v", err)
	}
}

// Leave runs a script that leads to another page, and waits for that page: for what no page of the portal does.
func (b *Tab) Leave(script string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTimeout)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Evaluate(script+";0", nil)); err != nil {
		b.t.Fatalf("leave by %s: %v", script, err)
	}
}

// Type types into a field.
func (b *Tab) Type(selector, text string) {
	b.t.Helper()
	b.Do(chromedp.SendKeys(selector, text, chromedp.ByQuery))
}

// Text returns what the selector's first element says.
func (b *Tab) Text(selector string) string {
	b.t.Helper()
	var text string
	b.Do(chromedp.Text(selector, &text, chromedp.ByQuery))
	return strings.Join(strings.Fields(text), " ")
}

// Name returns what the selector's first element is called by its label for screen readers.
func (b *Tab) Name(selector string) string {
	b.t.Helper()
	var label string
	b.Do(chromedp.AttributeValue(selector, "aria-label", &label, nil, chromedp.ByQuery))
	return label
}

// Path returns the path of the page that is open.
func (b *Tab) Path() string {
	b.t.Helper()
	var address string
	b.Do(chromedp.Location(&address))
	return strings.TrimPrefix(address, b.URL)
}

// Screenshot writes the whole page as a PNG into the folder named by SHOTS, and does nothing without one.
func (b *Tab) Screenshot(name string) {
	b.t.Helper()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	var png []byte
	const best = 100
	b.Do(chromedp.FullScreenshot(&png, best))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// IsSound fails the test where the open page breaks a rule of accessibility, is wider than the window, or made the browser
// complain.
func (b *Tab) IsSound() {
	b.t.Helper()
	for _, fault := range b.axe() {
		b.t.Errorf("%s: axe: %s", b.Path(), fault)
	}
	var overflow int
	b.Do(chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &overflow))
	if overflow > 0 {
		b.t.Errorf("%s: the page is %d pixels wider than the window", b.Path(), overflow)
	}
	for _, complaint := range b.Complaints() {
		b.t.Errorf("the browser complains: %s", complaint)
	}
}

// Complaints returns what the browser has complained of since they were last asked for: breaches of the content security
// policy, errors, and dialogs.
func (b *Tab) Complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	complaints := b.complaints
	b.complaints = nil
	return complaints
}

var axeSource = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile(filepath.Join(nodeModules(), "axe-core", "axe.min.js"))
	return string(text), err
})

// axe evaluates axe-core in the page: WCAG 2.0 to 2.2, levels A and AA, and best practice.
func (b *Tab) axe() []string {
	b.t.Helper()
	source, err := axeSource()
	if err != nil {
		Missing(b.t, "no axe-core: "+err.Error())
	}
	var found string
	var has bool // from an earlier look at the same page
	if b.Do(chromedp.Evaluate(`"axe" in window`, &has)); !has {
		b.Do(chromedp.Evaluate(source+";0", nil))
	}
	b.Do(
		chromedp.Evaluate(`axe.run({resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r =>
			JSON.stringify(r.violations.map(v => v.id + ": " + v.help + " at " + v.nodes.map(n => n.html).join(" | "))))`,
			&found, awaitPromise),
	)
	var faults []string
	if err := json.Unmarshal([]byte(found), &faults); err != nil {
		b.t.Fatal(err)
	}
	return faults
}

func awaitPromise(p *cdpruntime.EvaluateParams) *cdpruntime.EvaluateParams {
	return p.WithAwaitPromise(true)
}

// HTML returns the page as the portal sent it: what the browser makes of it would hide its faults.
func (b *Tab) HTML() string {
	b.t.Helper()
	b.mu.Lock()
	id := b.document
	b.mu.Unlock()
	var sent []byte
	b.Do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		sent, err = network.GetResponseBody(id).Do(ctx)
		return err
	}))
	return string(sent)
}

// nodeModules is where `make test` puts the two tools from npm.
func nodeModules() string {
	_, here, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(here), "..", "node_modules")
}

// ValidHTML fails the test where html-validate finds a fault in any of the pages, which are HTML by a name of their own.
func ValidHTML(t testing.TB, pages map[string]string) {
	t.Helper()
	tool := filepath.Join(nodeModules(), ".bin", "html-validate")
	if _, err := os.Stat(tool); err != nil {
		Missing(t, "no html-validate: "+err.Error())
	}
	dir := t.TempDir()
	for name, html := range pages {
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "_")+".html"), []byte(html), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(nodeModules(), "..", "htmlvalidate.json")
	out, err := exec.CommandContext(t.Context(), tool, "--config", config, "--formatter", "text", dir).CombinedOutput()
	if err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
}
