package io.freshet.caching.store;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntryKeyTests {

	@Property
	void knowsTheHashOfItsText(@ForAll @StringLength(max = 600) String key) {
		EntryKey entryKey = new EntryKey(CacheName.of("things"), new CacheKey(key));

		assertThat(entryKey.textHash()).isEqualTo(entryKey.text().hashCode());
	}

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
