package vault

// FillSlots takes all slots for hashing and returns what frees one of them.
func (v *Vault) FillSlots() (freeOne func()) {
	for range hashesAtOnce {
		v.hashes <- struct{}{}
	}
	return v.freeSlot
}
