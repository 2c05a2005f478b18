/** SMF over TCP and WebSocket: frames, logins, subscriptions, direct and guaranteed publishing, as JCSMP and solclientjs speak it. */
package dev.usher.broker.smf;
