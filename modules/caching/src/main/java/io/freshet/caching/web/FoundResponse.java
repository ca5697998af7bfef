package io.freshet.caching.web;

import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.store.StoredEntry;

/**
 * A response that was found.
 *
 * @param entry the entry that holds it, valid by the ledger or else marked as stale
 * @param response the response
 */
record FoundResponse(StoredEntry entry, StoredResponse response) {
}
