package io.freshet.caching.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Paths that two servers may read in two ways. */
class AmbiguousPathsTests {

	private static final String ORIGIN = "http://a.example";

	@ParameterizedTest
	@ValueSource(strings = { "/a/../b", "/a/..", "/..", "/a/./b", "/.", "/a/..;x/b", "/a/.;/b", "/a/%2e%2e/b",
			"/a/%2E%2e/b", "/a/.%2e/b", "/a/%2e", "/a/%2e;x=1/b", "/a%2fb", "/a%2Fb", "/a%5cb", "/a%5Cb", "/a\\b",
			"/a%00.css", "/a\0", "/\u00e4", "/\u00c3\u00a4" })
	void areAmbiguous(String path) {
		assertThat(AmbiguousPaths.contain(ORIGIN + path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/a", "/a/", "/a//b", "/a.b", "/.well-known/a", "/a..b", "/...", "/a...", "/..a",
			"/a;x=..", "/a;..", "/a%20b", "/a%252e%252e/b", "/a%252fb", "/%2ehidden", "/A/%c3%a4" })
	void areNot(String path) {
		assertThat(AmbiguousPaths.contain(ORIGIN + path)).isFalse();
	}

}
