// A Picture as data for the template: shapes as paths, places of texts.
#pragma once

#include <kainjow/mustache.hpp>

#include "reports/picture.h"

namespace reports {

kainjow::mustache::data PictureData(const Picture& picture);

}  // namespace reports
