package io.freshet.caching.announcement;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Brings announcements to those who are to hear them.
 */
@FunctionalInterface
public interface AnnouncementSender {

	/**
	 * Announces that all responses with one of some keys are invalid.
	 * @param keys the keys
	 * @return completes when that was heard; an error if it was not, or in doubt
	 */
	Mono<Void> send(List<String> keys);

}
