package models

import (
	"net/netip"
	"slices"
	"time"
)

// ActivityKind names what an entry of the service log is about (#32, #33, #35).
type ActivityKind string

// The kinds of activity.
const (
	ActivityBrowse        ActivityKind = "browse"
	ActivityClick         ActivityKind = "click"
	ActivitySearch        ActivityKind = "search"
	ActivityFavourite     ActivityKind = "favourite"
	ActivityTransaction   ActivityKind = "transaction"
	ActivityAfterSales    ActivityKind = "after_sales"
	ActivitySignIn        ActivityKind = "sign_in"
	ActivitySignInFailed  ActivityKind = "sign_in_failed"
	ActivitySignOut       ActivityKind = "sign_out"
	ActivitySessionEnded  ActivityKind = "session_ended"  // in one browser, by its person from another
	ActivitySessionsEnded ActivityKind = "sessions_ended" // everywhere
)

// ActivityKinds lists the kinds of each category of the service log, in the order in which pages show them.
var ActivityKinds = map[CategoryKey][]ActivityKind{
	CategoryBehaviour: {ActivityBrowse, ActivityClick, ActivitySearch, ActivityFavourite},
	CategoryOrders:    {ActivityTransaction, ActivityAfterSales},
	CategorySecurity:  {ActivitySignIn, ActivitySignInFailed, ActivitySignOut, ActivitySessionEnded, ActivitySessionsEnded},
}

// Category returns the category that owns entries of the kind, empty for one that there is not.
func (k ActivityKind) Category() CategoryKey {
	for category, kinds := range ActivityKinds {
		if slices.Contains(kinds, k) {
			return category
		}
	}
	return ""
}

// ParseActivityKinds returns the kinds that a filter of the service log asks for by one name: a category's or a kind's own.
// It returns an Invalid that names 'kind' where there is neither.
func ParseActivityKinds(name string) ([]ActivityKind, error) {
	if kinds, is := ActivityKinds[CategoryKey(name)]; is {
		return kinds, nil
	}
	if kind := ActivityKind(name); kind.Category() != "" {
		return []ActivityKind{kind}, nil
	}
	return nil, Invalid{"kind": FaultUnknown}
}

// Activity is one entry of a person's service log (#31 to #35).
type Activity struct {
	ID       string // the portal's own
	Kind     ActivityKind
	At       time.Time
	Detail   string // what: a page, a search, an order with its amount
	IP       string // of behaviour shortened on arrival; of trade none
	Browser  string
	Operator string // telecom operator
	Language string
	OnPortal bool // it happened on this portal; otherwise in Jolara's app or on its site
}

// How many characters the texts of an entry may have.
const (
	maxDetail  = 500
	maxBrowser = 500 // browsers tell a lot about themselves
)

// MaxActivity is how many entries of the service log may be sent at once.
const MaxActivity = 1000

// SentActivity is one entry of the service log as one of Jolara's systems sends it. ID and OnPortal are not theirs to say.
type SentActivity struct {
	EventID string // the sender's
	Person  string // by Jolara's own id
	Activity
}

// Check returns an Invalid that names what of an entry about a person of this band and with this choice may not be stored.
func (a SentActivity) Check(band Band, behaviour BehaviourKept, now time.Time) error {
	wrong := Invalid{}
	switch category := a.Kind.Category(); {
	case a.Kind == "":
		wrong["kind"] = FaultMissing
	case category == "":
		wrong["kind"] = FaultUnknown
	case band.Minor() && CategoryOf(category).AdultsOnly:
		wrong["kind"] = FaultOfMinor
	default:
		wrong.add("at", checkNotDue(a.At, RetentionOfActivity(a.Kind, behaviour), now))
	}
	if _, err := netip.ParseAddr(a.IP); a.IP != "" && err != nil {
		wrong["ip"] = FaultMalformed
	}
	wrong.add("event_id", CheckSentID(a.EventID))
	wrong.add("person", CheckSentID(a.Person))
	wrong.add("at", CheckSentTime(a.At, now))
	wrong.add("detail", checkText(a.Detail, maxDetail))
	wrong.add("browser", checkText(a.Browser, maxBrowser))
	wrong.add("operator", checkLine(a.Operator))
	wrong.add("language", checkLine(a.Language))
	return wrong.OrNil()
}

// How many leading bits of a network address stay of behaviour.
const (
	shortIPv4 = 24
	shortIPv6 = 48
)

// ShortIP returns the network that an address belongs to, so that it no longer points to one connection; empty for what
// is no address.
func ShortIP(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	addr = addr.Unmap().WithZone("")
	bits := shortIPv6
	if addr.Is4() {
		bits = shortIPv4
	}
	network, err := addr.Prefix(bits)
	if err != nil {
		return ""
	}
	return network.Masked().Addr().String()
}

// Arrived returns the entry as it is kept: of behaviour the network address is shortened, of trade nothing but what and
// when is kept (product.md's table), of the security log everything.
func (a Activity) Arrived() Activity {
	switch a.Kind.Category() {
	case CategoryBehaviour:
		a.IP = ShortIP(a.IP)
	case CategoryOrders:
		a.IP, a.Browser, a.Operator, a.Language = "", "", "", ""
	}
	return a
}
