/// What a component's samples say of the picture.
enum ComponentKind: Int, CaseIterable {
    case luma, blueChroma, redChroma
}
