package io.freshet.checker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PostsTests {

	@Test
	void knowsTheStateThatAnEntityTagNames() {
		assertThat(Posts.revision("\"41-7\"")).isEqualTo(41);
	}

	@Test
	void knowsTheEntityTagAfterOneMoreChange() {
		assertThat(Posts.next("\"9-7.12\"")).isEqualTo("\"10-7.12\"");
	}

}
