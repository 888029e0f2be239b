extension ImageHeader {
    /// How an overlay on this frame stores chroma: as the frame does; finely where the frame has none, for the
    /// overlay's own colors.
    var outputSampling: ChromaSampling {
        switch chromaSampling {
        case nil, .gray?: .full
        case let sampling?: sampling
        }
    }
}
