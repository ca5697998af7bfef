/**
 * A caching reverse proxy.
 */
package com.example.gateway;
