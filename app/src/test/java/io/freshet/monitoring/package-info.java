/**
 * What Prometheus makes of the application.
 */
@NullMarked
package io.freshet.monitoring;

import org.jspecify.annotations.NullMarked;
