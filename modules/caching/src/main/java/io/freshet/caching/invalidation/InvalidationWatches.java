package io.freshet.caching.invalidation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

/**
 * Who wants to hear of invalidations. What is noted of keys is noted before the view
 * moves on; who watches a tag is told when it has.
 */
final class InvalidationWatches {

	private final List<TagWatch> ofTags = new CopyOnWriteArrayList<>();

	private final Set<KeyWatch> ofKeys = ConcurrentHashMap.newKeySet();

	void ofTag(CacheTag tag, Runnable action) {
		this.ofTags.add(new TagWatch(tag.value(), action));
	}

	KeyWatch ofKey(String key, CacheTag tag) {
		return new KeyWatch(key, tag, this.ofKeys);
	}

	void note(Collection<Positioned> news) {
		for (Positioned change : news) {
			this.ofKeys.forEach((watch) -> watch.note(change.position(), change.invalidation()));
		}
	}

	/** Nobody knows what was invalidated meanwhile. */
	void giveUpKeys() {
		this.ofKeys.forEach(KeyWatch::giveUp);
	}

	void tell(Collection<Positioned> news) {
		for (TagWatch watch : this.ofTags) {
			if (news.stream().anyMatch((change) -> change.invalidation().tags().contains(watch.tag()))) {
				watch.action().run();
			}
		}
	}

	void tellAll() {
		this.ofTags.forEach((watch) -> watch.action().run());
	}

	private record TagWatch(String tag, Runnable action) {
	}

}
