package models

import "net/netip"

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
