package io.freshet.caching.store;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntryKeyTests {

	@Test
	void survivesItsText() {
		EntryKey key = Entries.key("a:b\\c");

		assertThat(EntryKey.parse(key.text())).isEqualTo(key);
	}

	@Test
	void refusesATextWithoutACacheName() {
		assertThatIllegalArgumentException().isThrownBy(() -> EntryKey.parse("things"));
		assertThatIllegalArgumentException().isThrownBy(() -> EntryKey.parse("No Name:1"));
	}

}
