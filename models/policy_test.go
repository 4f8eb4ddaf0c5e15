package models_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

const smallAgreement = `Version: 1.0
Effective: 2026-01-31

## camera When you use the camera
Jolara uses your camera
while you take a picture.

We use it for:
- taking a picture,
  one at a time

- filming
and nothing else.

Ask us: we answer.

In short: The camera works
when you say so.
Obligations: 20, 21

## other Everything else

Nothing.

In short: Nothing.
Obligations:
`

func TestAnAgreementIsReadClauseByClause(t *testing.T) {
	policy, err := models.ParsePolicy(smallAgreement)
	if err != nil {
		t.Fatal(err)
	}
	if policy.Version != "1.0" || policy.Effective.String() != "2026-01-31" || len(policy.Clauses) != 2 {
		t.Fatalf("%+v", policy)
	}
	camera, other := policy.Clauses[0], policy.Clauses[1]
	if camera.ID != "camera" || camera.Title != "When you use the camera" || camera.InShort != "The camera works when you say so." {
		t.Errorf("%+v", camera)
	}
	const words = "Jolara uses your camera while you take a picture.\n\nWe use it for:\n\n- taking a picture, one at a time\n- filming and nothing else.\n\nAsk us: we answer."
	if camera.Words != words {
		t.Errorf("the words are %q", camera.Words)
	}
	if len(camera.Obligations) != 2 || camera.Obligations[1] != 21 || len(other.Obligations) != 0 {
		t.Errorf("promises %v and %v", camera.Obligations, other.Obligations)
	}
}

func TestTheHashIsOfTheContentAndNotOfItsLines(t *testing.T) {
	policy, err := models.ParsePolicy(smallAgreement)
	if err != nil {
		t.Fatal(err)
	}
	// sha256sum of the text, taken with another tool
	const want = "c62edb38047dce96b58191ec51a455006119a8fbb5a0e470a035a79101309633"
	if policy.Hash != want {
		t.Errorf("the hash of\n%sis %s", policy.Text(), policy.Hash)
	}
	for what, text := range map[string]string{
		"the one form itself": policy.Text(),
		"other line ends":     strings.ReplaceAll(smallAgreement, "\n", "\r\n"),
		"a byte order mark":   "\ufeff" + smallAgreement,
		"other white space":   strings.ReplaceAll(smallAgreement, "\n\n", " \n\n\t\n"),
	} {
		again, err := models.ParsePolicy(text)
		if err != nil || again.Hash != want || again.Text() != policy.Text() {
			t.Errorf("%s: %s, %v", what, again.Hash, err)
		}
	}
	for what, text := range map[string]string{
		"a word":    strings.Replace(smallAgreement, "Nothing.", "Something.", 1),
		"a day":     strings.Replace(smallAgreement, "01-31", "02-01", 1),
		"a version": strings.Replace(smallAgreement, "1.0", "1.1", 1),
		"a promise": strings.Replace(smallAgreement, "20, 21", "20, 22", 1),
		"a list":    strings.Replace(smallAgreement, "- filming", "filming", 1),
		"a title":   strings.Replace(smallAgreement, "When you", "While you", 1),
	} {
		if other, err := models.ParsePolicy(text); err != nil || other.Hash == want {
			t.Errorf("%s differs, and the hash is %s, %v", what, other.Hash, err)
		}
	}
}

func TestAnAgreementThatIsNotInOrderNamesTheLine(t *testing.T) {
	change := func(old, put string) string { return strings.Replace(smallAgreement, old, put, 1) }
	for what, row := range map[string]struct{ text, want string }{
		"nothing":                   {"", "line 0, the last: there is no clause"},
		"no version":                {change("Version: 1.0", ""), "line 4: 'Version:' and"},
		"an empty version":          {change("1.0", ""), "line 1: a version"},
		"a version with a slash":    {change("1.0", "1/0"), "line 1: a version"},
		"two versions":              {change("Effective", "Version: 2\nEffective"), "line 2: a second 'Version:'"},
		"no such day":               {change("01-31", "01-32"), "line 2: 'Effective:'"},
		"words before a clause":     {change("\n## camera", "Hello\n## camera"), "line 3: before the first clause"},
		"a heading of another kind": {change("## camera", "# camera"), "line 4: a clause begins"},
		"no title":                  {change(" Everything else", ""), "line 21: a clause begins"},
		"an id in capitals":         {change("## camera", "## Camera"), "line 4: a clause's id"},
		"an id that is a number":    {change("## camera", "## 1"), "line 4: a clause's id"},
		"two clauses of one id":     {change("## other", "## camera"), "line 21: a second clause"},
		"no words":                  {change("Nothing.\n", "\n"), "line 26, the last: clause \"other\" has no words"},
		"no 'In short:'":            {change("In short: Nothing.", ""), "line 26: clause \"other\": 'Obligations:' comes once"},
		"an empty 'In short:'":      {change("In short: Nothing.", "In short:"), "line 26, the last: clause \"other\" has no 'In short:'"},
		"no 'Obligations:'":         {change("Obligations: 20, 21\n", ""), "line 20: clause \"camera\" has no 'Obligations:'"},
		"a promise that is none":    {change("20, 21", "20, 119"), "line 19: 'Obligations:' takes"},
		"a promise in words":        {change("20, 21", "20 21"), "line 19: 'Obligations:' takes"},
		"a promise made twice":      {change("20, 21", "20, 20"), "line 19: obligation 20 stands twice"},
		"words after the end":       {change("\n## other", "More.\n## other"), "line 20: clause \"camera\" goes on"},
		"a control character":       {change("picture.", "picture\x1b."), "line 6: it is not text"},
		"broken UTF-8":              {change("picture.", "picture\xff."), "line 6: it is not text"},
	} {
		_, err := models.ParsePolicy(row.text)
		if err == nil || !strings.HasPrefix(err.Error(), row.want) {
			t.Errorf("%s: %v, want %s…", what, err, row.want)
		}
	}
}

func TestAVersionCountsFromItsDayInShanghai(t *testing.T) {
	policy := models.Policy{Effective: models.Date{Year: 2026, Month: time.January, Day: 31}}
	begin := policy.Effective.Start()
	if policy.InForce(begin.Add(-time.Nanosecond)) || !policy.InForce(begin) {
		t.Errorf("it does not begin to count at %s", begin)
	}
}

func TestAnAcceptanceNamesTheVersionAndTheWordsThatWereShown(t *testing.T) {
	now := time.Date(2026, time.November, 20, 2, 0, 0, 0, time.UTC)
	policy := models.Policy{Version: "1.0", Hash: "abc"}
	yes := policy.Accept("I agree", models.ChannelPortal, now)
	if yes.Version != "1.0" || yes.PolicyHash != "abc" || yes.Channel != models.ChannelPortal || !yes.At.Equal(now) {
		t.Errorf("%+v", yes)
	}
	if other := policy.Accept("I agree.", models.ChannelPortal, now); yes.ScreenHash == "" || other.ScreenHash == yes.ScreenHash {
		t.Errorf("the words shown are known as %q and %q", yes.ScreenHash, other.ScreenHash)
	}
}
