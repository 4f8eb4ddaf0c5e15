package models

import "net/netip"

// Caller is from where somebody tries to sign in: as limits count it, and as the security log keeps it.
type Caller struct {
	Network      string // shortened, see Network
	KnownBrowser string // the id of a browser that signed in to the same address before; empty for any other
	Visit        Visit
}

// Network shortens a caller's address to the network that limits count: /24 of IPv4, /64 of IPv6 (T5). What is no
// address counts as one network of its own.
func Network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	bits := 64
	if addr = addr.Unmap().WithZone(""); addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}
