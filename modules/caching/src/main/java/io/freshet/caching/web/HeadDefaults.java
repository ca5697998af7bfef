package io.freshet.caching.web;

import java.time.InstantSource;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

import io.freshet.caching.http.HttpDate;

/**
 * What the head of a handler's answer says first, for the rest of the chain to override.
 * Spring Security leaves a {@code Cache-Control} that is there alone. In front of an
 * origin that is for the origin to say.
 *
 * @param clock the time that answers are dated by
 * @param cacheControl what clients are told in {@code Cache-Control}; an empty text for
 * nothing
 */
record HeadDefaults(InstantSource clock, String cacheControl) {

	void prepare(AskedRequest asked, HttpHeaders headers) {
		if (asked.isStandard()) {
			return;
		}
		headers.set(HttpHeaders.DATE, HttpDate.format(this.clock.instant()));
		if (StringUtils.hasText(this.cacheControl)) {
			headers.setCacheControl(this.cacheControl);
		}
	}

}
