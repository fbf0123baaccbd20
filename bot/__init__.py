"""The coach for social-media teams: data, one small ask, a dated promise, the data checks the promise."""
